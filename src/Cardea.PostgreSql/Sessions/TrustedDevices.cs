using Cardea.Devices;
using Cardea.Sessions;
using Cardea.Tokens;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Statements on <c>cardea.trusted_devices</c>.</summary>
internal static class TrustedDevices
{
    /// <summary>
    /// The condition of a device that is trusted. A shorter lifetime holds for the devices of before too; with zero, no device is trusted.
    /// </summary>
    public const string Condition = $"user_id = @user_id AND expires_at > {Moment.Now} AND created_at > {Moment.Now} - @trust_lifetime";

    public static NpgsqlBatchCommand Find(UserId user, IReadOnlyList<TrustHash> presented, TimeProvider clock, CardeaOptions options) => new NpgsqlBatchCommand(
        $"SELECT hash FROM cardea.trusted_devices WHERE hash = ANY (@hashes) AND {Condition} LIMIT 1")
        .With("@hashes", presented.Select(static hash => hash.Value).ToArray())
        .With("@user_id", user)
        .With("@trust_lifetime", options.TrustedDeviceLifetime)
        .WithNow(clock);

    /// <summary>Lists the trusted devices of a user.</summary>
    public static NpgsqlBatchCommand List(UserId user, TimeProvider clock, CardeaOptions options) => new NpgsqlBatchCommand(
        $"SELECT session_id, created_at, expires_at FROM cardea.trusted_devices WHERE {Condition} ORDER BY created_at DESC, hash")
        .With("@user_id", user)
        .With("@trust_lifetime", options.TrustedDeviceLifetime)
        .WithNow(clock);

    /// <summary>Notes that a session has begun on the device, if it has.</summary>
    public static NpgsqlBatchCommand Use(TrustHash hash, SessionId session) => new NpgsqlBatchCommand(
        "UPDATE cardea.trusted_devices SET session_id = @session WHERE hash = @hash AND EXISTS (SELECT FROM cardea.sessions WHERE id = @session)")
        .With("@hash", hash.Value)
        .With("@session", session);

    /// <summary>Trusts the device of a session that has just begun, if it has.</summary>
    public static NpgsqlBatchCommand Add(TrustHash hash, NewSession session, TimeProvider clock, CardeaOptions options) => new NpgsqlBatchCommand(
        $"""
        INSERT INTO cardea.trusted_devices (hash, user_id, session_id, created_at, expires_at)
        SELECT @hash, @user_id, @session, {Moment.Now}, {Moment.Now} + @trust_lifetime
        WHERE EXISTS (SELECT FROM cardea.sessions WHERE id = @session)
        """)
        .With("@hash", hash.Value)
        .With("@user_id", session.Subject.UserId)
        .With("@session", session.Id)
        .With("@trust_lifetime", options.TrustedDeviceLifetime)
        .WithNow(clock);

    /// <summary>Removes the oldest devices beyond the limit of the user.</summary>
    public static NpgsqlBatchCommand EndBeyondLimit(UserId user) => new NpgsqlBatchCommand(
        """
        DELETE FROM cardea.trusted_devices
        WHERE hash IN (SELECT hash FROM cardea.trusted_devices WHERE user_id = @user_id ORDER BY created_at DESC, hash OFFSET @most)
        """)
        .With("@user_id", user)
        .With("@most", DeviceTrust.Most);

    /// <summary>Ends the trust in the device of a session.</summary>
    public static NpgsqlBatchCommand EndOf(SessionId session) => new NpgsqlBatchCommand("DELETE FROM cardea.trusted_devices WHERE session_id = @session")
        .With("@session", session);

    /// <summary>Ends the trust in all devices of a user, except the device of a session.</summary>
    public static NpgsqlBatchCommand EndAll(UserId user, SessionId? except) => new NpgsqlBatchCommand(
        "DELETE FROM cardea.trusted_devices WHERE user_id = @user_id AND session_id IS DISTINCT FROM @except")
        .With("@user_id", user)
        .With("@except", except?.Value);
}
