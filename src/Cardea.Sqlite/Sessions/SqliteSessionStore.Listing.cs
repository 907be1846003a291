using Cardea.Callers;
using Cardea.Sessions;
using Cardea.Tokens;
using Microsoft.Data.Sqlite;

namespace Cardea.Sqlite;

internal sealed partial class SqliteSessionStore
{
    private const string SessionColumns = "id, user_id, device, user_agent, ip_address, created_at, rotated_at";

    public Task<IReadOnlyList<Session>> ListAsync(UserId owner, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.Prepare(static command => command.CommandText =
                $"""
                SELECT {SessionColumns} FROM sessions
                WHERE user_id = @owner AND {LiveSession.Condition}
                ORDER BY rotated_at DESC, created_at DESC, id DESC
                """)
                .With("@owner", owner)
                .WithLife(clock.GetUtcNow(), options)
                .Rows(ReadSession),
            cancellationToken);

    public Task<IReadOnlyList<Session>> ListAllAsync(IReadOnlyCollection<UserId> owners, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.Prepare(static command => command.CommandText =
                $"""
                SELECT {SessionColumns} FROM sessions
                WHERE user_id IN (SELECT value FROM json_each(@owners)) AND {LiveSession.Condition}
                """)
                .With("@owners", TextsJson.Write([.. owners.Select(static owner => owner.Value)]))
                .WithLife(clock.GetUtcNow(), options)
                .Rows(ReadSession),
            cancellationToken);

    public Task<EndReason?> FindReasonAsync(SessionId id, CancellationToken cancellationToken) =>
        database.ReadAsync<EndReason?>(
            connection => connection.Prepare(static command => command.CommandText = "SELECT end_reason FROM sessions WHERE id = @id AND end_reason IS NOT NULL")
                .With("@id", id)
                .Rows(static row => (EndReason)row.GetInt32(0)) is [var reason] ? reason : null,
            cancellationToken);

    public Task<Session?> FindAsync(SessionId id, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.Prepare(static command => command.CommandText = $"SELECT {SessionColumns} FROM sessions WHERE id = @id")
                .With("@id", id)
                .Row(ReadSession),
            cancellationToken);

    public Task<SessionNaming> RenameAsync(Actor actor, SessionId id, string? device, CancellationToken cancellationToken) =>
        database.WriteAsync<SessionNaming>(
            connection =>
            {
                var now = clock.GetUtcNow();
                if (!Actors.IsEntitled(connection, actor, now, options))
                {
                    return new SessionNaming.ActorRefused();
                }

                var renamed = connection.Prepare(static command => command.CommandText =
                    $"""
                    UPDATE sessions SET device = @device
                    WHERE id = @id AND user_id = @owner AND {LiveSession.Condition}
                    RETURNING {SessionColumns}
                    """)
                    .With("@id", id)
                    .With("@owner", actor.User)
                    .With("@device", device)
                    .WithLife(now, options)
                    .Row(ReadSession);
                return renamed is null ? new SessionNaming.NotFound() : new SessionNaming.Named(renamed);
            },
            cancellationToken);

    private static Session ReadSession(SqliteDataReader row) => new(
        row.GetSessionId(0),
        new(row.GetString(1)),
        new(row.GetText(2), row.GetText(3), row.GetText(4)),
        row.GetTime(5),
        row.GetTime(6));
}
