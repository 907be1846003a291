using Cardea.Accounts;
using Cardea.Revocation;
using Cardea.Sessions;
using Npgsql;

namespace Cardea.PostgreSql;

internal sealed partial class PostgreSqlSessionStore
{
    public async Task<RevokedSession?> EndAsync(SessionId id, UserId? owner, EndReason reason, CancellationToken cancellationToken)
    {
        var ended = await RunEndAsync(
            () => new NpgsqlBatchCommand(
                Revocations.End($"SELECT id FROM cardea.sessions WHERE id = @id AND (@owner IS NULL OR user_id = @owner) AND {LiveSession.Condition}"))
                .With("@id", id)
                .With("@owner", owner?.Value)
                .WithEnd(reason, clock, options),
            cancellationToken);
        return ended is [var end] ? end : null;
    }

    public Task<IReadOnlyList<RevokedSession>> EndAllAsync(
        UserId owner, SessionId? except, EndReason reason, CancellationToken cancellationToken) =>
        RunEndAsync(() => Revocations.EndAll(owner, except, reason, clock, options), cancellationToken);

    public Task<IReadOnlyList<RevokedSession>> RecallAllAsync(UserId owner, CancellationToken cancellationToken) =>
        database.RunAsync(database.Ends, () => Revocations.RecallAll(owner, clock, options), Revocations.Read, cancellationToken);

    public Task<RevocationPage> ReadRevocationsAsync(string? cursor, CancellationToken cancellationToken) =>
        database.RunAsync(
            database.Background, (connection, deadline) => RevocationCursor.ReadAsync(connection, cursor, clock, deadline), cancellationToken);

    private async Task<IReadOnlyList<RevokedSession>> RunEndAsync(Func<NpgsqlBatchCommand> end, CancellationToken cancellationToken)
    {
        var ended = await database.RunAsync(database.Ends, end, Revocations.Read, cancellationToken);
        if (ended.Count == 0)
        {
            // They may have been ended a moment ago, by a commit that no standby has confirmed yet. Who writes nothing waits for
            // nobody: this writes something, so that the answer "it is over" holds after a failover too.
            await database.RunAsync(
                database.Ends, static () => new NpgsqlBatchCommand("SELECT pg_logical_emit_message(true, 'cardea', '')"), static _ => 0, cancellationToken);
        }

        return ended;
    }
}
