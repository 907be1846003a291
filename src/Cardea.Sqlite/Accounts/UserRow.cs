using Cardea.Accounts;
using Cardea.External;
using Cardea.Factors;
using Microsoft.Data.Sqlite;

namespace Cardea.Sqlite;

/// <summary>A user as a row of <c>users</c>.</summary>
internal static class UserRow
{
    public const string Columns =
        """
        id, email, email_verified, password_hash, security_stamp, concurrency_stamp, roles, created_at, disabled_at,
        authenticator_key, authenticator_step, recovery_codes, (SELECT json_group_array(passkey) FROM passkeys WHERE user_id = users.id), session_epoch, device_epoch,
        deletion_asked_at, password_breached_at, (SELECT json_group_array(login) FROM external_logins WHERE user_id = users.id)
        """;

    public static CardeaUser Read(SqliteDataReader row) => new()
    {
        Id = row.GetString(0),
        Email = row.GetString(1),
        EmailVerified = row.GetBoolean(2),
        PasswordHash = row.GetText(3),
        SecurityStamp = row.GetString(4),
        ConcurrencyStamp = row.GetString(5),
        Roles = TextsJson.Read(row.GetString(6)),
        CreatedAt = row.GetTime(7),
        DisabledAt = row.GetTimeOrNull(8),
        AuthenticatorKey = row.IsDBNull(9) ? null : (ReadOnlyMemory<byte>?)row.GetBytes(9),
        AuthenticatorStep = row.IsDBNull(10) ? null : row.GetInt64(10),
        RecoveryCodes = TextsJson.Read(row.GetString(11)),
        Passkeys = [.. TextsJson.Read(row.GetString(12)).Select(Passkey.Parse).OrderBy(static passkey => passkey.CreatedAt)],
        SessionEpoch = row.GetInt64(13),
        DeviceEpoch = row.GetInt64(14),
        DeletionAskedAt = row.GetTimeOrNull(15),
        PasswordBreachedAt = row.GetTimeOrNull(16),
        ExternalLogins = [.. TextsJson.Read(row.GetString(17)).Select(ExternalLogin.Parse).OrderBy(static login => login.CreatedAt)],
    };

    /// <summary>Binds every column that an update writes, and the id.</summary>
    public static SqliteCommand WithUser(this SqliteCommand statement, CardeaUser user) => statement
        .With("@id", user.Id)
        .With("@email", user.Email)
        .With("@email_verified", user.EmailVerified)
        .With("@password_hash", user.PasswordHash)
        .With("@security_stamp", user.SecurityStamp)
        .With("@concurrency_stamp", user.ConcurrencyStamp)
        .With("@roles", TextsJson.Write(user.Roles))
        .With("@disabled_at", user.DisabledAt)
        .With("@deletion_asked_at", user.DeletionAskedAt)
        .With("@password_breached_at", user.PasswordBreachedAt)
        .With("@authenticator_key", user.AuthenticatorKey?.ToArray())
        .With("@authenticator_step", user.AuthenticatorStep)
        .With("@recovery_codes", TextsJson.Write(user.RecoveryCodes));
}
