using System.Security.Cryptography;
using Cardea.Factors;

namespace Cardea.Accounts;

/// <summary>A user of Cardea's own store.</summary>
public sealed class CardeaUser
{
    /// <summary>Names the user.</summary>
    public string Id { get; init; } = "";

    /// <summary>The e-mail address, normalised: see <see cref="EmailAddress"/>. Unique.</summary>
    public string Email { get; set; } = "";

    /// <summary>Whether the user has shown that the address is theirs.</summary>
    public bool EmailVerified { get; set; }

    /// <summary>The password, hashed, as a PHC string; <see langword="null"/> when there is none.</summary>
    public string? PasswordHash { get; set; }

    /// <summary>Changes with every credential: a sign-in that began before the change does not end in a session.</summary>
    public string SecurityStamp { get; set; } = "";

    /// <summary>How often all sessions of the user, or all but one, were ended. A sign-in that read another number does not end in a session. An update does not write it.</summary>
    public long SessionEpoch { get; init; }

    /// <summary>Changes with every update: of two updates that began at once, one fails.</summary>
    public string ConcurrencyStamp { get; set; } = "";

    /// <summary>What the user may do; in access tokens as <c>roles</c>.</summary>
    public IReadOnlyList<string> Roles { get; set; } = [];

    /// <summary>When the user signed up.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Since when the account is disabled; <see langword="null"/> while it is not.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>The key that the user's authenticator app has, sealed under the master key; <see langword="null"/> when there is none.</summary>
    public ReadOnlyMemory<byte>? AuthenticatorKey { get; set; }

    /// <summary>The time step of the last code that was taken from the app; <see langword="null"/> until it has shown its first one, and counts.</summary>
    public long? AuthenticatorStep { get; set; }

    /// <summary>The recovery codes that are left, hashed.</summary>
    public IReadOnlyList<string> RecoveryCodes { get; set; } = [];

    /// <summary>The user's passkeys. Stored by <see cref="AccountChange.Passkeys"/>.</summary>
    public IReadOnlyList<Passkey> Passkeys { get; set; } = [];

    /// <summary>Whether a password alone does not sign in.</summary>
    public bool HasSecondFactor => AuthenticatorStep is not null || Passkeys.Count > 0;

    /// <summary>A stamp that nobody has had before.</summary>
    public static string NewStamp() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
