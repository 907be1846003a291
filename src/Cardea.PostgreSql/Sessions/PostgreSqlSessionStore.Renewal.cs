using Cardea.Accounts;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;
using Npgsql;

namespace Cardea.PostgreSql;

internal sealed partial class PostgreSqlSessionStore
{
    public Task<RotationOutcome.Rotated?> RenewAsync(
        SessionId id, UserId owner, DateTimeOffset authTime, IReadOnlyList<string> amr, Func<SessionSnapshot, RefreshToken> renew, CancellationToken cancellationToken) =>
        database.RunAsync(
            database.Rotations,
            (connection, deadline) => Transaction.RunAsync(
                connection,
                async transaction =>
                {
                    var held = await transaction.RunAsync(
                        new NpgsqlBatchCommand(
                            $"""
                            SELECT generation, token_hash, created_at FROM cardea.sessions
                            WHERE id = @id AND user_id = @owner AND {LiveSession.Condition}
                            FOR NO KEY UPDATE
                            """)
                            .With("@id", id)
                            .With("@owner", owner)
                            .WithLife(clock, options),
                        static row => new SessionSnapshot(row.GetInt32(0), row.GetBytes(1), row.GetTime(2)));
                    if (held is not [var session])
                    {
                        return null;
                    }

                    var successor = renew(session);
                    var moved = await transaction.RunAsync(
                        new NpgsqlBatchCommand(
                            $"""
                            UPDATE cardea.sessions
                            SET rotated_at = {Moment.Now}, generation = @generation, parent = generation, received = false, token_hash = @token_hash,
                                auth_time = @auth_time, amr = @amr
                            WHERE id = @id
                            RETURNING user_id, auth_time, amr, (SELECT roles FROM cardea.users WHERE users.id = user_id)
                            """)
                            .With("@id", id)
                            .With("@generation", successor.Generation)
                            .With("@token_hash", successor.Hash.ToArray())
                            .With("@auth_time", authTime)
                            .With("@amr", string.Join(' ', amr))
                            .WithNow(clock),
                        static row => RotationBatch.ReadSubject(row, 0));
                    return new RotationOutcome.Rotated(successor, moved[0]);
                },
                deadline),
            cancellationToken);
}
