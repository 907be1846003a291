using Cardea.Devices;
using Cardea.Revocation;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Sqlite;

/// <summary>Sessions in SQLite. This file begins them. The other steps are in the folders of their slices.</summary>
internal sealed partial class SqliteSessionStore(SqliteDatabase database, CardeaOptions options, TimeProvider clock) : ISessionStore, IRotationStore, IRevocationStore
{
    public Task<SessionCreation> CreateAsync(NewSession session, CancellationToken cancellationToken) =>
        database.WriteAsync<SessionCreation>(
            connection =>
            {
                if ((session.Provider is { } signIn && ExternalSessions.IsLoggedOut(connection, signIn)) || !MayBegin(connection, session) || !Insert(connection, session))
                {
                    return new SessionCreation.Overtaken();
                }

                if (session.Provider is { } began)
                {
                    ExternalSessions.Add(connection, session, began);
                }

                Trust(connection, session.Trust, session);

                var isKnown = Events.IsKnown(connection, session.Event);
                Events.Add(connection, session.Event);
                if (session.Resets is { } reset)
                {
                    Guesses.Forget(connection, reset);
                }

                return new SessionCreation.Created(EndBeyondLimit(connection, session), isKnown, session.CreatedAt);
            },
            cancellationToken);

    public Task<IReadOnlyList<TrustedDevice>> ListTrustedDevicesAsync(UserId user, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => TrustedDevices.List(connection, user, clock.GetUtcNow(), options), cancellationToken);

    public Task<TrustHash?> FindTrustAsync(UserId user, IReadOnlyList<TrustHash> presented, CancellationToken cancellationToken) =>
        database.ReadAsync<TrustHash?>(
            connection =>
            {
                foreach (var hash in presented)
                {
                    if (TrustedDevices.IsTrusted(connection, user, hash, clock.GetUtcNow(), options))
                    {
                        return hash;
                    }
                }

                return null;
            },
            cancellationToken);

    public Task<UserEpochs> ReadEpochsAsync(UserId user, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.Prepare(static command => command.CommandText = "SELECT epoch, device_epoch FROM session_epochs WHERE user_id = @user_id")
                .With("@user_id", user)
                .Rows(static row => new UserEpochs(row.GetInt64(0), row.GetInt64(1))) is [var epochs] ? epochs : default,
            cancellationToken);

    private bool MayBegin(PreparedConnection connection, NewSession session) =>
        session.Trust.By is not { } device || TrustedDevices.IsTrusted(connection, session.Subject.UserId, device, clock.GetUtcNow(), options);

    private void Trust(PreparedConnection connection, DeviceTrust trust, NewSession session)
    {
        if (trust.By is { } used)
        {
            TrustedDevices.Use(connection, used, session.Id);
        }

        if (trust.New is { } added)
        {
            TrustedDevices.Add(connection, added, session, options);
        }
    }

    // A password change, a disabled account, the removal of a login or an end of all sessions may overtake this sign-in. Then the comparison in this
    // statement fails and no session begins.
    private static bool Insert(PreparedConnection connection, NewSession session) =>
        connection.Prepare(static command => command.CommandText =
            """
            INSERT INTO sessions (id, user_id, token_hash, created_at, rotated_at, auth_time, device, user_agent, ip_address, amr)
            SELECT @id, @user_id, @token_hash, @now, @now, coalesce(@auth_time, @now), @device, @user_agent, @ip_address, @amr
            WHERE CASE WHEN @security_stamp IS NULL
                THEN coalesce((SELECT epoch FROM session_epochs WHERE user_id = @user_id), 0) = @epoch
                ELSE EXISTS (
                    SELECT 1 FROM users
                    WHERE id = @user_id AND security_stamp = @security_stamp AND session_epoch = @epoch AND disabled_at IS NULL)
                    AND (@issuer IS NULL OR EXISTS (SELECT 1 FROM external_logins WHERE issuer = @issuer AND subject = @subject AND user_id = @user_id))
                END
            """)
            .With("@id", session.Id)
            .With("@user_id", session.Subject.UserId)
            .With("@token_hash", session.FirstToken.Hash.ToArray())
            .With("@now", session.CreatedAt)
            .With("@device", session.Device.Name)
            .With("@user_agent", session.Device.UserAgent)
            .With("@ip_address", session.Device.IpAddress)
            .With("@auth_time", session.AuthTime)
            .With("@amr", string.Join(' ', session.Subject.Amr))
            .With("@security_stamp", session.SecurityStamp)
            .With("@epoch", session.SessionEpoch)
            .With("@issuer", session.Provider?.Issuer)
            .With("@subject", session.Provider?.Subject)
            .Changes();

    // Sessions that were never refreshed go first, then the others; the oldest first in each case.
    private IReadOnlyList<RevokedSession> EndBeyondLimit(PreparedConnection connection, NewSession session)
    {
        var ended = connection.Prepare(static command => command.CommandText =
            $"""
            UPDATE sessions SET ended_at = @now, end_reason = @reason
            WHERE id IN (
                SELECT id FROM sessions
                WHERE user_id = @user_id AND id <> @id AND {LiveSession.Condition}
                ORDER BY generation = 0, created_at DESC, id DESC
                LIMIT -1 OFFSET @others)
            RETURNING id
            """)
            .With("@now", session.CreatedAt)
            .With("@reason", (int)EndReason.LimitReached)
            .With("@user_id", session.Subject.UserId)
            .With("@id", session.Id)
            .WithLife(session.CreatedAt, options)
            .With("@others", options.SessionsPerUser - 1)
            .Rows(static row => row.GetSessionId(0));
        return Revocations.AddEnded(connection, ended, session.CreatedAt, options);
    }
}
