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

    public Task<Session?> FindAsync(SessionId id, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.Prepare(static command => command.CommandText = $"SELECT {SessionColumns} FROM sessions WHERE id = @id")
                .With("@id", id)
                .Row(ReadSession),
            cancellationToken);

    public Task<Session?> RenameAsync(SessionId id, UserId owner, string? device, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => connection.Prepare(static command => command.CommandText =
                $"""
                UPDATE sessions SET device = @device
                WHERE id = @id AND user_id = @owner AND {LiveSession.Condition}
                RETURNING {SessionColumns}
                """)
                .With("@id", id)
                .With("@owner", owner)
                .With("@device", device)
                .WithLife(clock.GetUtcNow(), options)
                .Row(ReadSession),
            cancellationToken);

    private static Session ReadSession(SqliteDataReader row) => new(
        row.GetSessionId(0),
        new(row.GetString(1)),
        new(row.GetText(2), row.GetText(3), row.GetText(4)),
        row.GetTime(5),
        row.GetTime(6));
}
