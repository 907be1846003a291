using Cardea.Callers;
using Cardea.Revocation;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Sqlite;

internal sealed partial class SqliteSessionStore
{
    public Task<SessionEnd> EndAsync(SessionId id, UserId? owner, EndReason reason, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => End(connection, actor: null, id, owner, reason), cancellationToken);

    public Task<SessionEnd> EndAsync(Actor actor, SessionId id, UserId owner, EndReason reason, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => Actors.IsEntitled(connection, actor, clock.GetUtcNow(), options) ? End(connection, actor, id, owner, reason) : new SessionEnd.ActorRefused(),
            cancellationToken);

    public Task<IReadOnlyList<RevokedSession>> EndAllAsync(
        UserId owner, SessionId? except, EndReason reason, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => Revocations.EndAll(connection, owner, except, reason, clock.GetUtcNow(), options), cancellationToken);

    public Task<IReadOnlyList<RevokedSession>?> EndAllAsync(
        Actor actor, UserId owner, SessionId? except, EndReason reason, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => Actors.IsEntitled(connection, actor, clock.GetUtcNow(), options)
                ? Revocations.EndAll(connection, owner, except, reason, clock.GetUtcNow(), options)
                : null,
            cancellationToken);

    public Task<IReadOnlyList<RevokedSession>> RecallAllAsync(UserId owner, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => Revocations.RecallAll(connection, owner, clock.GetUtcNow(), options), cancellationToken);

    // An idle session is ended too: a longer idle timeout must not revive a session that was logged out.
    private SessionEnd End(PreparedConnection connection, Actor? actor, SessionId id, UserId? owner, EndReason reason)
    {
        var now = clock.GetUtcNow();
        var ended = connection.Prepare(static command => command.CommandText =
            """
            UPDATE sessions SET ended_at = @now, end_reason = @reason
            WHERE id = @id AND (@owner IS NULL OR user_id = @owner) AND ended_at IS NULL AND id > @expired
            RETURNING user_id
            """)
            .With("@id", id)
            .With("@owner", owner?.Value)
            .With("@reason", (int)reason)
            .With("@now", now)
            .With("@expired", LiveSession.LastExpired(now))
            .Row(static row => row.GetString(0));
        if (ended is not null && !TrustRules.KeepsTrust(actor, id, reason))
        {
            TrustedDevices.EndOf(connection, id);
        }

        return ended is null
            ? FindEnd(connection, id, owner)
            : new SessionEnd.Ended(Revocations.AddEnded(connection, [id], now, options)[0], new(ended));
    }

    private static SessionEnd FindEnd(PreparedConnection connection, SessionId id, UserId? owner) =>
        connection.Prepare(static command => command.CommandText =
            "SELECT 1 FROM sessions WHERE id = @id AND (@owner IS NULL OR user_id = @owner) AND ended_at IS NOT NULL")
            .With("@id", id)
            .With("@owner", owner?.Value)
            .Rows(static _ => true) is [true] ? new SessionEnd.Over() : new SessionEnd.NotFound();
}
