using Cardea.Devices;
using Cardea.Revocation;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Sessions in PostgreSQL. This file begins them. The other steps are in the folders of their slices.</summary>
internal sealed partial class PostgreSqlSessionStore(PostgreSqlDatabase database, CardeaOptions options, TimeProvider clock) : ISessionStore, IRotationStore, IRevocationStore
{
    private const string Held = "FOR NO KEY UPDATE";
    private const string OurUser = "cardea.users WHERE id = @user_id AND security_stamp = @security_stamp AND session_epoch = @epoch AND disabled_at IS NULL";
    private const string UserOfAnotherStore = "cardea.session_epochs WHERE session_epochs.user_id = @user_id AND epoch = @epoch";

    private static readonly string InsertOfOurUser = InsertFrom(OurUser, Held);

    private static readonly string InsertOfAnotherStore = InsertFrom(UserOfAnotherStore, "");

    private static readonly string InsertOfOurUserByProvider = InsertFrom($"{OurUser} AND {ExternalSessions.IsNotLoggedOut} AND {ExternalLogins.IsOfUser}", Held);

    private static readonly string InsertOfAnotherStoreByProvider = InsertFrom($"{UserOfAnotherStore} AND {ExternalSessions.IsNotLoggedOut}", "");

    public Task<SessionCreation> CreateAsync(NewSession session, CancellationToken cancellationToken) =>
        database.RunTogetherAsync<SessionCreation>(
            database.Accounts,

            // Each statement sees what was committed before the statement before it got its lock.
            () =>
            [
                .. session.Provider is { } signIn ? (NpgsqlBatchCommand[])[ExternalSessions.Hold(session, signIn)] : [],
                .. HoldUser(session),
                Insert(session),
                EndBeyondLimit(session),
                .. session.Resets is { } reset ? (NpgsqlBatchCommand[])[Guesses.Forget(reset, session.Id)] : [],
                .. Trust(session.Trust, session),
                .. session.Provider is { } began ? (NpgsqlBatchCommand[])[ExternalSessions.Add(session, began)] : [],
            ],
            async (results, deadline) =>
            {
                if (HoldUser(session).Length > 0)
                {
                    await results.NextResultAsync(deadline);
                }

                (bool IsKnown, DateTimeOffset At)? begun = await results.ReadAsync(deadline) ? (results.GetBoolean(0), results.GetTime(1)) : null;
                await results.NextResultAsync(deadline);
                var displaced = await results.ReadAllAsync(Revocations.Read, deadline);
                return begun is var (isKnown, at) ? new SessionCreation.Created(displaced, isKnown, at) : new SessionCreation.Overtaken();
            },
            cancellationToken);

    public async Task<UserEpochs> ReadEpochsAsync(UserId user, CancellationToken cancellationToken)
    {
        var found = await database.RunAsync(
            database.Accounts,
            () => new NpgsqlBatchCommand("SELECT epoch, device_epoch FROM cardea.session_epochs WHERE user_id = @user_id").With("@user_id", user),
            static row => new UserEpochs(row.GetInt64(0), row.GetInt64(1)),
            cancellationToken);
        return found is [var epochs] ? epochs : default;
    }

    public async Task<TrustHash?> FindTrustAsync(UserId user, IReadOnlyList<TrustHash> presented, CancellationToken cancellationToken) =>
        await database.RunAsync(
            database.Accounts,
            () => TrustedDevices.Find(user, presented, clock, options),
            static row => new TrustHash(row.GetString(0)),
            cancellationToken) is [var found] ? found : null;

    public Task<IReadOnlyList<TrustedDevice>> ListTrustedDevicesAsync(UserId user, CancellationToken cancellationToken) =>
        database.RunAsync(
            database.Accounts,
            () => TrustedDevices.List(user, clock, options),
            static row => new TrustedDevice(row.GetSessionId(0), row.GetTime(1), row.GetTime(2)),
            cancellationToken);

    /// <summary>Locks the row of epochs of a user of another store, and creates it if there is none.</summary>
    public static NpgsqlBatchCommand HoldEpoch(UserId user) => new NpgsqlBatchCommand(
        """
        INSERT INTO cardea.session_epochs AS known (user_id, epoch) VALUES (@user_id, 0)
        ON CONFLICT (user_id) DO UPDATE SET epoch = known.epoch
        RETURNING epoch
        """)
        .With("@user_id", user);

    // A password change, a disabled account, the removal of a login or an end of all sessions may overtake this sign-in. Then the comparison in this
    // statement fails and no session begins. The statement holds the user's row (for a user of another store, the row of epochs)
    // until the commit, so two sign-ins of one user never count sessions at the same time.
    private NpgsqlBatchCommand Insert(NewSession session) => session.Provider is { } signIn
        ? Insert(session, session.SecurityStamp is null ? InsertOfAnotherStoreByProvider : InsertOfOurUserByProvider).WithProvider(signIn)
        : Insert(session, session.SecurityStamp is null ? InsertOfAnotherStore : InsertOfOurUser);

    private NpgsqlBatchCommand Insert(NewSession session, string statement) => new NpgsqlBatchCommand(statement)
        .With("@id", session.Id)
        .With("@user_id", session.Subject.UserId)
        .With("@token_hash", session.FirstToken.Hash.ToArray())
        .WithNow(clock)
        .With("@device", session.Device.Name)
        .With("@user_agent", session.Device.UserAgent)
        .With("@ip_address", session.Device.IpAddress)
        .With("@auth_time", session.AuthTime)
        .With("@amr", string.Join(' ', session.Subject.Amr))
        .With("@security_stamp", session.SecurityStamp)
        .With("@epoch", session.SessionEpoch)
        .With("@event_id", session.Event.Id)
        .With("@kind", (short)session.Event.Kind)
        .With("@network", session.Event.Network)
        .With("@detail", session.Event.Detail)
        .With("@trust", session.Trust.By?.Value)
        .With("@trust_lifetime", options.TrustedDeviceLifetime);

    // The end of a trust and the removal of a login hold the same row. So each waits for this sign-in, or the next statement sees it.
    private static NpgsqlBatchCommand[] HoldUser(NewSession session) => session switch
    {
        { SecurityStamp: null } => [HoldEpoch(session.Subject.UserId)],
        { Trust.By: not null } or { Provider: not null } => [Codes.Hold(session.Subject.UserId)],
        _ => [],
    };

    private IEnumerable<NpgsqlBatchCommand> Trust(DeviceTrust trust, NewSession session) =>
    [
        .. trust.By is { } used ? (NpgsqlBatchCommand[])[TrustedDevices.Use(used, session.Id)] : [],
        .. trust.New is { } added
            ? (NpgsqlBatchCommand[])[TrustedDevices.Add(added, session, clock, options), TrustedDevices.EndBeyondLimit(session.Subject.UserId)]
            : [],
    ];

    // The statement also inserts the event. It returns if the user has signed in with this program from this network before.
    private static string InsertFrom(string user, string held) =>
        $"""
        WITH begun AS (
            INSERT INTO cardea.sessions (id, user_id, token_hash, created_at, rotated_at, auth_time, device, user_agent, ip_address, amr)
            SELECT @id, @user_id, @token_hash, {Moment.Now}, {Moment.Now}, coalesce(@auth_time, {Moment.Now}), @device, @user_agent, @ip_address, @amr
            FROM {user}
              AND (@trust IS NULL OR EXISTS (SELECT FROM cardea.trusted_devices AS trusted WHERE trusted.hash = @trust AND {TrustedDevices.Condition}))
            {held}
            RETURNING id, user_id, created_at, user_agent, ip_address
        )
        INSERT INTO cardea.events (id, at, kind, user_id, session_id, ip_address, network, user_agent, detail)
        SELECT @event_id, created_at, @kind, user_id, id, ip_address, @network, user_agent, @detail FROM begun
        RETURNING EXISTS (
            SELECT FROM cardea.events AS earlier
            WHERE earlier.user_id = @user_id AND earlier.kind IN (0, 1, 52)
              AND earlier.user_agent IS NOT DISTINCT FROM @user_agent AND earlier.network IS NOT DISTINCT FROM @network), at
        """;

    // Sessions that were never refreshed go first, then the others; the oldest first in each case.
    private NpgsqlBatchCommand EndBeyondLimit(NewSession session) => new NpgsqlBatchCommand(
        Revocations.End(
            $"""
            SELECT id FROM cardea.sessions
            WHERE user_id = @user_id AND id <> @id AND {LiveSession.Condition}
              AND EXISTS (SELECT FROM cardea.sessions WHERE id = @id)
            ORDER BY generation = 0, created_at DESC, id DESC
            OFFSET @others
            """))
        .With("@user_id", session.Subject.UserId)
        .With("@id", session.Id)
        .With("@others", options.SessionsPerUser - 1)
        .WithEnd(EndReason.LimitReached, clock, options);
}
