using System.Security.Cryptography;
using System.Text;
using Cardea.External;
using Cardea.Factors;
using Cardea.Tokens;

namespace Cardea.Accounts;

/// <summary>A user of Cardea's own store, as read. Only <see cref="UserEffects"/> creates a changed user.</summary>
internal sealed record CardeaUser
{
    /// <summary>The id.</summary>
    public string Id { get; init; } = "";

    /// <summary>The e-mail address, normalised: see <see cref="EmailAddress"/>. Unique.</summary>
    public string Email { get; init; } = "";

    /// <summary>True if the user has shown that the address is theirs.</summary>
    public bool EmailVerified { get; init; }

    /// <summary>The hash of the password, as a PHC string; null if the account has no password.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>Changes with every credential. A sign-in that began before the change creates no session.</summary>
    public string SecurityStamp { get; init; } = "";

    /// <summary>
    /// Counts how often all sessions of the user, or all but one, were ended. A sign-in that read another number creates no session.
    /// An update does not write this number.
    /// </summary>
    public long SessionEpoch { get; init; }

    /// <summary>Counts how often all sessions of the user were ended, the acting one too. A device token of a lower number is void.</summary>
    public long DeviceEpoch { get; init; }

    /// <summary>Changes with every update. Of two updates that began with the same stamp, one fails.</summary>
    public string ConcurrencyStamp { get; init; } = "";

    /// <summary>The roles. Access tokens contain them as <c>roles</c>.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>When the user signed up.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The time since when the account is disabled; null if it is enabled.</summary>
    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>
    /// The time when the owner asked to delete the account; null if it is not to be deleted. The account is disabled until the deletion,
    /// which waits while a change of its address can be undone.
    /// </summary>
    public DateTimeOffset? DeletionAskedAt { get; init; }

    /// <summary>The time when a sign-in found the password among breached ones; null if none did. A new password clears it.</summary>
    public DateTimeOffset? PasswordBreachedAt { get; init; }

    /// <summary>The key of the authenticator app, sealed under the master key; null if there is none.</summary>
    public ReadOnlyMemory<byte>? AuthenticatorKey { get; init; }

    /// <summary>
    /// The time step of the last code that was taken from the app; null until the app has shown its first code. Once set, the app
    /// counts as a factor.
    /// </summary>
    public long? AuthenticatorStep { get; init; }

    /// <summary>The hashes of the unused recovery codes.</summary>
    public IReadOnlyList<string> RecoveryCodes { get; init; } = [];

    /// <summary>The passkeys, the oldest first.</summary>
    public IReadOnlyList<Passkey> Passkeys { get; init; } = [];

    /// <summary>The accounts at providers that the user signs in with, the oldest first.</summary>
    public IReadOnlyList<ExternalLogin> ExternalLogins { get; init; } = [];

    /// <summary>True if the user may use <c>/admin</c>.</summary>
    public bool IsAdministrator => DisabledAt is null && Roles.Contains(Role.Administrator);

    /// <summary>What the rules need to know of the account.</summary>
    public AccountFacts Facts => new()
    {
        Id = new UserId(Id),
        Email = Email,
        EmailVerified = EmailVerified,
        HasPassword = PasswordHash is not null,
        SecurityStamp = SecurityStamp,
        Roles = Roles,
        DisabledAt = DisabledAt,
        DeletionAskedAt = DeletionAskedAt,
        HasAuthenticatorKey = AuthenticatorKey is not null,
        AuthenticatorStep = AuthenticatorStep,
        AuthenticatorId = AuthenticatorStep is not null && AuthenticatorKey is { } key ? Convert.ToHexStringLower(SHA256.HashData(key.Span)) : null,
        RecoveryCodes = RecoveryCodes,
        Passkeys = Passkeys,
        ExternalLogins = ExternalLogins,
    };

    /// <summary>Creates a stamp that no user has had before.</summary>
    public static string NewStamp() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    // No stamp, hash or key gets into a log.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("Id = ").Append(Id);
        return true;
    }
}
