using Cardea.Sessions;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Sessions in PostgreSQL. Begun here; the other steps are in the folders of their slices.</summary>
internal sealed partial class PostgreSqlSessionStore(PostgreSqlDatabase database, CardeaOptions options, TimeProvider clock) : ISessionStore
{
    private static readonly string InsertOfOurUser =
        InsertFrom("cardea.users WHERE id = @user_id AND security_stamp = @security_stamp AND disabled_at IS NULL FOR NO KEY UPDATE");

    private static readonly string InsertOfAnotherStore = InsertFrom("(SELECT pg_advisory_xact_lock(hashtextextended('cardea.user ' || @user_id, 0))) AS turn");

    public Task<SessionCreation> CreateAsync(NewSession session, CancellationToken cancellationToken) =>
        database.RunAsync<SessionCreation>(
            database.SignIns,
            async (connection, deadline) =>
            {
                // Sent together they are one transaction, and the second sees what was committed before the first got its lock.
                await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Insert(session), EndBeyondLimit(session) } };
                await using var reader = await batch.ExecuteReaderAsync(deadline);
                bool? isKnown = await reader.ReadAsync(deadline) ? reader.GetBoolean(0) : null;
                await reader.NextResultAsync(deadline);
                var displaced = await reader.ReadAllAsync(Revocations.Read, deadline);
                await reader.CloseAsync();
                return isKnown is { } known ? new SessionCreation.Created(displaced, known) : new SessionCreation.CredentialChanged();
            },
            cancellationToken);

    // A password change or a disabled account that overtook this sign-in wins: the statement that inserts compares. It holds
    // the user's row (or a lock in its place, when the user lives elsewhere) to the end, so that no two of one user count at once.
    private NpgsqlBatchCommand Insert(NewSession session) => new NpgsqlBatchCommand(session.SecurityStamp is null ? InsertOfAnotherStore : InsertOfOurUser)
        .With("@id", session.Id)
        .With("@user_id", session.Subject.UserId)
        .With("@generation", session.FirstToken.Generation)
        .With("@token_hash", session.FirstToken.Hash.ToArray())
        .With("@created_at", session.CreatedAt)
        .WithNow(clock)
        .With("@device", session.Device.Name)
        .With("@user_agent", session.Device.UserAgent)
        .With("@ip_address", session.Device.IpAddress)
        .With("@amr", string.Join(' ', session.Subject.Amr))
        .With("@auth_time", session.Subject.AuthTime)
        .With("@security_stamp", session.SecurityStamp)
        .With("@event_id", session.Event.Id)
        .With("@kind", (short)session.Event.Kind)
        .With("@network", session.Event.Network)
        .With("@detail", session.Event.Detail);

    // With the event, and says whether there was one before by the same program from the same network.
    private static string InsertFrom(string user) =>
        $"""
        WITH begun AS (
            INSERT INTO cardea.sessions (id, user_id, generation, token_hash, created_at, rotated_at, device, user_agent, ip_address, amr, auth_time)
            SELECT @id, @user_id, @generation, @token_hash, @created_at, {Moment.Now}, @device, @user_agent, @ip_address, @amr, @auth_time
            FROM {user}
            RETURNING id, user_id, created_at, user_agent, ip_address
        )
        INSERT INTO cardea.events (id, at, kind, user_id, session_id, ip_address, network, user_agent, detail)
        SELECT @event_id, created_at, @kind, user_id, id, ip_address, @network, user_agent, @detail FROM begun
        RETURNING EXISTS (
            SELECT FROM cardea.events AS earlier
            WHERE earlier.user_id = @user_id AND earlier.kind IN (0, 1)
              AND earlier.user_agent IS NOT DISTINCT FROM @user_agent AND earlier.network IS NOT DISTINCT FROM @network)
        """;

    private NpgsqlBatchCommand EndBeyondLimit(NewSession session) => new NpgsqlBatchCommand(
        Revocations.End(
            $"""
            SELECT id FROM cardea.sessions
            WHERE user_id = @user_id AND id <> @id AND {LiveSession.Condition}
              AND EXISTS (SELECT FROM cardea.sessions WHERE id = @id)
            ORDER BY created_at DESC, id DESC
            OFFSET @others
            """))
        .With("@user_id", session.Subject.UserId)
        .With("@id", session.Id)
        .With("@others", options.SessionsPerUser - 1)
        .WithEnd(EndReason.LimitReached, clock, options);
}
