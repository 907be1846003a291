using Cardea.Devices;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Sqlite;

/// <summary>Devices that are trusted for the second step, inside a transaction.</summary>
internal static class TrustedDevices
{
    /// <summary>True if a device is trusted. A shorter lifetime holds for the devices of before too; with zero, no device is trusted.</summary>
    public static bool IsTrusted(PreparedConnection connection, UserId user, TrustHash hash, DateTimeOffset now, CardeaOptions options) =>
        connection.Prepare(static command => command.CommandText =
            "SELECT 1 FROM trusted_devices WHERE hash = @hash AND user_id = @user_id AND expires_at > @now AND created_at > @after")
            .With("@hash", hash.Value)
            .With("@user_id", user)
            .With("@now", now)
            .With("@after", now - options.TrustedDeviceLifetime)
            .Rows(static _ => true) is [true];

    /// <summary>Lists the trusted devices of a user.</summary>
    public static IReadOnlyList<TrustedDevice> List(PreparedConnection connection, UserId user, DateTimeOffset now, CardeaOptions options) =>
        connection.Prepare(static command => command.CommandText =
            """
            SELECT session_id, created_at, expires_at FROM trusted_devices
            WHERE user_id = @user_id AND expires_at > @now AND created_at > @after
            ORDER BY created_at DESC, hash
            """)
            .With("@user_id", user)
            .With("@now", now)
            .With("@after", now - options.TrustedDeviceLifetime)
            .Rows(static row => new TrustedDevice(row.GetSessionId(0), row.GetTime(1), row.GetTime(2)));

    /// <summary>Notes that a session has begun on the device.</summary>
    public static void Use(PreparedConnection connection, TrustHash hash, SessionId session) =>
        connection.Prepare(static command => command.CommandText = "UPDATE trusted_devices SET session_id = @session WHERE hash = @hash")
            .With("@hash", hash.Value)
            .With("@session", session)
            .ExecuteNonQuery();

    /// <summary>Trusts the device of a session. The oldest devices beyond the limit of the user are not trusted any more.</summary>
    public static void Add(PreparedConnection connection, TrustHash hash, NewSession session, CardeaOptions options)
    {
        connection.Prepare(static command => command.CommandText =
            "INSERT INTO trusted_devices (hash, user_id, session_id, created_at, expires_at) VALUES (@hash, @user_id, @session, @now, @expires_at)")
            .With("@hash", hash.Value)
            .With("@user_id", session.Subject.UserId)
            .With("@session", session.Id)
            .With("@now", session.CreatedAt)
            .With("@expires_at", session.CreatedAt + options.TrustedDeviceLifetime)
            .ExecuteNonQuery();
        connection.Prepare(static command => command.CommandText =
            """
            DELETE FROM trusted_devices
            WHERE hash IN (SELECT hash FROM trusted_devices WHERE user_id = @user_id ORDER BY created_at DESC, hash LIMIT -1 OFFSET @most)
            """)
            .With("@user_id", session.Subject.UserId)
            .With("@most", DeviceTrust.Most)
            .ExecuteNonQuery();
    }

    /// <summary>Ends the trust in the device of a session.</summary>
    public static void EndOf(PreparedConnection connection, SessionId session) =>
        connection.Prepare(static command => command.CommandText = "DELETE FROM trusted_devices WHERE session_id = @session")
            .With("@session", session)
            .ExecuteNonQuery();

    /// <summary>Ends the trust in all devices of a user, except the device of a session.</summary>
    public static void EndAll(PreparedConnection connection, UserId user, SessionId? except) =>
        connection.Prepare(static command => command.CommandText = "DELETE FROM trusted_devices WHERE user_id = @user_id AND session_id IS NOT @except")
            .With("@user_id", user)
            .With("@except", except?.ToByteArray())
            .ExecuteNonQuery();
}
