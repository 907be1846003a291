using Cardea.Callers;
using Cardea.Revocation;
using Cardea.Sessions;
using Cardea.Tokens;
using Npgsql;

namespace Cardea.PostgreSql;

internal sealed partial class PostgreSqlSessionStore
{
    public async Task<SessionEnd> EndAsync(SessionId id, UserId? owner, EndReason reason, CancellationToken cancellationToken)
    {
        var ended = TrustRules.KeepsTrust(actor: null, id, reason)
            ? await database.RunAsync(database.Sessions, () => End(id, owner, reason), ReadEnd, cancellationToken)
            : await database.InTransactionAsync(database.Sessions, transaction => EndWithTrustAsync(transaction, id, owner, reason), cancellationToken);
        return ended is [var end] ? end : await FindEndAsync(id, owner, cancellationToken);
    }

    public async Task<SessionEnd> EndAsync(Actor actor, SessionId id, UserId owner, EndReason reason, CancellationToken cancellationToken)
    {
        var ended = await database.InTransactionAsync<SessionEnd?>(
            database.Sessions,
            async transaction => await transaction.IsEntitledAsync(actor, owner, clock, options)
                ? await EndAsync(transaction, actor, id, owner, reason) is [var end] ? end : null
                : new SessionEnd.ActorRefused(),
            cancellationToken);
        return ended ?? await FindEndAsync(id, owner, cancellationToken);
    }

    public Task<IReadOnlyList<RevokedSession>> EndAllAsync(
        UserId owner, SessionId? except, EndReason reason, CancellationToken cancellationToken) =>
        database.InTransactionAsync(database.Sessions, transaction => transaction.EndAllAsync(owner, except, reason, clock, options), cancellationToken);

    public Task<IReadOnlyList<RevokedSession>?> EndAllAsync(
        Actor actor, UserId owner, SessionId? except, EndReason reason, CancellationToken cancellationToken) =>
        database.InTransactionAsync<IReadOnlyList<RevokedSession>?>(
            database.Sessions,
            async transaction => await transaction.IsEntitledAsync(actor, owner, clock, options)
                ? await transaction.EndAllAsync(owner, except, reason, clock, options)
                : null,
            cancellationToken);

    public Task<IReadOnlyList<RevokedSession>> RecallAllAsync(UserId owner, CancellationToken cancellationToken) =>
        database.RunAsync(database.Sessions, () => Revocations.RecallAll(owner, clock, options), Revocations.Read, cancellationToken);

    private Task<IReadOnlyList<SessionEnd.Ended>> EndAsync(Transaction transaction, Actor actor, SessionId id, UserId owner, EndReason reason) =>
        TrustRules.KeepsTrust(actor, id, reason)
            ? transaction.RunAsync(End(id, owner, reason), ReadEnd)
            : EndWithTrustAsync(transaction, id, owner, reason);

    private async Task<IReadOnlyList<SessionEnd.Ended>> EndWithTrustAsync(Transaction transaction, SessionId id, UserId? owner, EndReason reason)
    {
        var ended = await transaction.RunAsync(End(id, owner, reason), ReadEnd);
        if (ended.Count > 0)
        {
            await transaction.RunAsync(TrustedDevices.EndOf(id));
        }

        return ended;
    }

    // An idle session is ended too: a longer idle timeout must not revive a session that was logged out.
    private NpgsqlBatchCommand End(SessionId id, UserId? owner, EndReason reason) => new NpgsqlBatchCommand(
        Revocations.End($"SELECT id FROM cardea.sessions WHERE id = @id AND (@owner IS NULL OR user_id = @owner) AND {LiveSession.IsNotOver}"))
        .With("@id", id)
        .With("@owner", owner?.Value)
        .WithEnd(reason, clock, options);

    private static SessionEnd.Ended ReadEnd(NpgsqlDataReader row) => new(Revocations.Read(row), new(row.GetString(3)));

    // The session may have ended a moment ago, by a commit that no standby has confirmed yet. A transaction that writes nothing
    // waits for no standby. So this statement writes a message to the log, and the answer holds after a failover too.
    private async Task<SessionEnd> FindEndAsync(SessionId id, UserId? owner, CancellationToken cancellationToken)
    {
        var found = await database.RunAsync(
            database.Sessions,
            () => new NpgsqlBatchCommand(
                """
                SELECT pg_logical_emit_message(true, 'cardea', '') FROM cardea.sessions
                WHERE id = @id AND (@owner IS NULL OR user_id = @owner) AND ended_at IS NOT NULL
                """)
                .With("@id", id)
                .With("@owner", owner?.Value),
            cancellationToken);
        return found > 0 ? new SessionEnd.Over() : new SessionEnd.NotFound();
    }
}
