using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>
/// What time it is for a statement: the database's time, so that nodes whose clocks differ agree on what is too late. Only
/// a clock that is not the system's, as in a test, is asked instead.
/// </summary>
internal static class Moment
{
    public const string Now = "coalesce(@now, statement_timestamp())";

    /// <summary>Binds what <see cref="Now"/> asks for.</summary>
    public static NpgsqlBatchCommand WithNow(this NpgsqlBatchCommand statement, TimeProvider clock) =>
        statement.With("@now", clock == TimeProvider.System ? null : clock.GetUtcNow());
}
