using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>
/// The time in a statement. It is the database's time, so nodes with different clocks agree on expiry. Only a clock that is not
/// the system's, as in a test, overrides it.
/// </summary>
internal static class Moment
{
    public const string Now = "coalesce(@now, statement_timestamp())";

    /// <summary>Binds the parameter of <see cref="Now"/>.</summary>
    public static NpgsqlBatchCommand WithNow(this NpgsqlBatchCommand statement, TimeProvider clock) =>
        statement.With("@now", clock == TimeProvider.System ? null : clock.GetUtcNow());
}
