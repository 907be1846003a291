using Cardea.Accounts;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Sqlite;

internal sealed partial class SqliteSessionStore
{
    public Task<RotationOutcome.Rotated?> RenewAsync(
        SessionId id, UserId owner, DateTimeOffset authTime, IReadOnlyList<string> amr, Func<SessionSnapshot, RefreshToken> renew, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                var now = clock.GetUtcNow();
                var session = connection.Prepare(static command => command.CommandText =
                    $"SELECT generation, token_hash, created_at FROM sessions WHERE id = @id AND user_id = @owner AND {LiveSession.Condition}")
                    .With("@id", id)
                    .With("@owner", owner)
                    .WithLife(now, options)
                    .Row(static row => new SessionSnapshot(row.GetInt32(0), row.GetBytes(1), row.GetTime(2)));
                if (session is null)
                {
                    return null;
                }

                var successor = renew(session);
                connection.Prepare(static command => command.CommandText = "UPDATE sessions SET auth_time = @auth_time, amr = @amr WHERE id = @id")
                    .With("@id", id)
                    .With("@auth_time", authTime)
                    .With("@amr", string.Join(' ', amr))
                    .ExecuteNonQuery();
                Move(connection, session.Generation, successor, lowestGeneration: 0, now);
                return new RotationOutcome.Rotated(successor, ReadRow(connection, id)!.Subject);
            },
            cancellationToken);
}
