using System.Text;
using Cardea.External;
using Cardea.Factors;
using Cardea.Tokens;

namespace Cardea.Accounts;

/// <summary>What the rules need to know of an account. The facts cannot be changed: see <see cref="AccountEffect"/>.</summary>
internal sealed record AccountFacts
{
    /// <summary>The user.</summary>
    public required UserId Id { get; init; }

    /// <summary>The e-mail address, normalised.</summary>
    public required string Email { get; init; }

    /// <summary>True if the user has shown that the address is theirs.</summary>
    public bool EmailVerified { get; init; }

    /// <summary>True if the account has a password.</summary>
    public bool HasPassword { get; init; }

    /// <summary>Changes with every credential.</summary>
    public required string SecurityStamp { get; init; }

    /// <summary>The roles.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>The time since when the account is disabled; null if it is enabled.</summary>
    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>The time when the owner asked for the deletion of the account, which waits; null if it is not to be deleted.</summary>
    public DateTimeOffset? DeletionAskedAt { get; init; }

    /// <summary>True if the account has a key for an authenticator app. The key counts once <see cref="AuthenticatorStep"/> is set.</summary>
    public bool HasAuthenticatorKey { get; init; }

    /// <summary>The time step of the last code that was taken from the authenticator app; null until the app has shown its first code.</summary>
    public long? AuthenticatorStep { get; init; }

    /// <summary>Names the key of the authenticator app, and does not tell the key; null if no app counts as a factor.</summary>
    public string? AuthenticatorId { get; init; }

    /// <summary>The hashes of the unused recovery codes.</summary>
    public IReadOnlyList<string> RecoveryCodes { get; init; } = [];

    /// <summary>The passkeys.</summary>
    public IReadOnlyList<Passkey> Passkeys { get; init; } = [];

    /// <summary>The accounts at providers that the user signs in with.</summary>
    public IReadOnlyList<ExternalLogin> ExternalLogins { get; init; } = [];

    /// <summary>True if the account is enabled.</summary>
    public bool IsEnabled => DisabledAt is null;

    /// <summary>True if an authenticator app counts as a factor.</summary>
    public bool HasAuthenticator => AuthenticatorStep is not null;

    /// <summary>True if a password alone does not sign in.</summary>
    public bool HasSecondFactor => HasAuthenticator || Passkeys.Count > 0;

    // Neither the stamp nor a hash gets into a log.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("Id = ").Append(Id);
        return true;
    }
}
