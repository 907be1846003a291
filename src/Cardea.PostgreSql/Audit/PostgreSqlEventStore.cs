using Cardea.Audit;
using Cardea.Tokens;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Security events in PostgreSQL.</summary>
internal sealed class PostgreSqlEventStore(PostgreSqlDatabase database) : IEventStore
{
    public Task AddAsync(SecurityEvent happened, CancellationToken cancellationToken) =>
        database.RunAsync(database.Accounts, () => Events.Add(happened), cancellationToken);

    public Task<IReadOnlyList<SecurityEvent>> ReadAsync(UserId? user, Guid? before, int most, CancellationToken cancellationToken) =>
        database.RunAsync(
            database.Sessions,
            () => new NpgsqlBatchCommand(
                $"""
                SELECT id, at, kind, user_id, session_id, ip_address, user_agent, detail FROM cardea.events
                WHERE {(user is null ? "true" : "user_id = @user")} AND id < @before
                ORDER BY id DESC LIMIT @most
                """)
                .With("@user", user?.Value)
                .With("@before", before ?? Guid.AllBitsSet)
                .With("@most", most),
            Events.Read,
            cancellationToken);
}
