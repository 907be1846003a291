using Cardea.Accounts;
using Cardea.Revocation;
using Cardea.Sessions;

namespace Cardea.Sqlite;

internal sealed partial class SqliteSessionStore
{
    public Task<RevokedSession?> EndAsync(SessionId id, UserId? owner, EndReason reason, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                var now = clock.GetUtcNow();
                var ended = connection.Prepare(static command => command.CommandText =
                    $"""
                    UPDATE sessions SET ended_at = @now, end_reason = @reason
                    WHERE id = @id AND (@owner IS NULL OR user_id = @owner) AND {LiveSession.Condition}
                    RETURNING id
                    """)
                    .With("@id", id)
                    .With("@owner", owner?.Value)
                    .With("@reason", (int)reason)
                    .With("@now", now)
                    .WithLife(now, options)
                    .Rows(static row => row.GetSessionId(0));
                var revoked = Revocations.AddEnded(connection, ended, now + options.RevocationLifetime);
                return revoked is [var end] ? end : (RevokedSession?)null;
            },
            cancellationToken);

    public Task<IReadOnlyList<RevokedSession>> EndAllAsync(
        UserId owner, SessionId? except, EndReason reason, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => Revocations.EndAll(connection, owner, except, reason, clock.GetUtcNow(), options), cancellationToken);

    public Task<IReadOnlyList<RevokedSession>> RecallAllAsync(UserId owner, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => Revocations.RecallAll(connection, owner, clock.GetUtcNow(), options), cancellationToken);

    public Task<RevocationPage> ReadRevocationsAsync(string? cursor, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => RevocationCursor.Read(connection, cursor, clock.GetUtcNow()), cancellationToken);
}
