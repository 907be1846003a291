using Cardea.Accounts;
using Cardea.Revocation;
using Cardea.Sessions;
using Npgsql;

namespace Cardea.PostgreSql;

internal sealed partial class PostgreSqlSessionStore
{
    public async Task<RevokedSession?> EndAsync(SessionId id, UserId? owner, EndReason reason, CancellationToken cancellationToken)
    {
        var ended = await database.RunAsync(
            database.Ends,
            () => new NpgsqlBatchCommand(
                Revocations.End($"SELECT id FROM cardea.sessions WHERE id = @id AND (@owner IS NULL OR user_id = @owner) AND {LiveSession.Condition}"))
                .With("@id", id)
                .With("@owner", owner?.Value)
                .WithEnd(reason, clock, options),
            Revocations.Read,
            cancellationToken);
        return ended is [var end] ? end : null;
    }

    public Task<IReadOnlyList<RevokedSession>> EndAllAsync(
        UserId owner, SessionId? except, EndReason reason, CancellationToken cancellationToken) =>
        database.RunAsync(database.Ends, () => Revocations.EndAll(owner, except, reason, clock, options), Revocations.Read, cancellationToken);

    public Task<IReadOnlyList<RevokedSession>> RecallAllAsync(UserId owner, CancellationToken cancellationToken) =>
        database.RunAsync(database.Ends, () => Revocations.RecallAll(owner, clock, options), Revocations.Read, cancellationToken);

    public Task<RevocationPage> ReadRevocationsAsync(string? cursor, CancellationToken cancellationToken) =>
        database.RunAsync(
            database.Background, (connection, deadline) => RevocationCursor.ReadAsync(connection, cursor, clock, deadline), cancellationToken);
}
