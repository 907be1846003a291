using Cardea.Callers;
using Cardea.Sessions;
using Cardea.Tokens;
using Npgsql;

namespace Cardea.PostgreSql;

internal sealed partial class PostgreSqlSessionStore
{
    private const string SessionColumns = "id, user_id, device, user_agent, ip_address, created_at, rotated_at";

    public Task<IReadOnlyList<Session>> ListAsync(UserId owner, CancellationToken cancellationToken) =>
        database.RunAsync(
            database.Sessions,
            () => new NpgsqlBatchCommand(
                $"""
                SELECT {SessionColumns} FROM cardea.sessions
                WHERE user_id = @owner AND {LiveSession.Condition}
                ORDER BY rotated_at DESC, created_at DESC, id DESC
                """)
                .With("@owner", owner)
                .WithLife(clock, options),
            ReadSession,
            cancellationToken);

    public Task<IReadOnlyList<Session>> ListAllAsync(IReadOnlyCollection<UserId> owners, CancellationToken cancellationToken) =>
        database.RunAsync(
            database.Sessions,
            () => new NpgsqlBatchCommand($"SELECT {SessionColumns} FROM cardea.sessions WHERE user_id = ANY (@owners) AND {LiveSession.Condition}")
                .With("@owners", owners.Select(static owner => owner.Value).ToArray())
                .WithLife(clock, options),
            ReadSession,
            cancellationToken);

    public async Task<EndReason?> FindReasonAsync(SessionId id, CancellationToken cancellationToken)
    {
        var found = await database.RunAsync(
            database.Sessions,
            () => new NpgsqlBatchCommand("SELECT end_reason FROM cardea.sessions WHERE id = @id AND end_reason IS NOT NULL").With("@id", id),
            static row => (EndReason)row.GetInt16(0),
            cancellationToken);
        return found is [var reason] ? reason : null;
    }

    public async Task<Session?> FindAsync(SessionId id, CancellationToken cancellationToken)
    {
        var found = await database.RunAsync(
            database.Sessions,
            () => new NpgsqlBatchCommand($"SELECT {SessionColumns} FROM cardea.sessions WHERE id = @id").With("@id", id),
            ReadSession,
            cancellationToken);
        return found is [var session] ? session : null;
    }

    public Task<SessionNaming> RenameAsync(Actor actor, SessionId id, string? device, CancellationToken cancellationToken) =>
        database.InTransactionAsync<SessionNaming>(
            database.Sessions,
            async transaction =>
            {
                if (!await transaction.IsEntitledAsync(actor, actor.User, clock, options))
                {
                    return new SessionNaming.ActorRefused();
                }

                var renamed = await transaction.RunAsync(
                    new NpgsqlBatchCommand(
                        $"""
                        UPDATE cardea.sessions SET device = @device
                        WHERE id = @id AND user_id = @owner AND {LiveSession.Condition}
                        RETURNING {SessionColumns}
                        """)
                        .With("@id", id)
                        .With("@owner", actor.User)
                        .With("@device", device)
                        .WithLife(clock, options),
                    ReadSession);
                return renamed is [var session] ? new SessionNaming.Named(session) : new SessionNaming.NotFound();
            },
            cancellationToken);

    private static Session ReadSession(NpgsqlDataReader row) => new(
        row.GetSessionId(0),
        new(row.GetString(1)),
        new(row.GetText(2), row.GetText(3), row.GetText(4)),
        row.GetTime(5),
        row.GetTime(6));
}
