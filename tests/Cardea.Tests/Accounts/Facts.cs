using Cardea.Accounts;
using Cardea.Factors;
using Cardea.Tokens;

namespace Cardea.Tests.Accounts;

/// <summary>Accounts to ask the transitions about.</summary>
internal static class Facts
{
    public const string Email = "ada@example.org";
    public const string Stamp = "stamp";

    public static readonly SessionId Acting = SessionId.Create(DateTimeOffset.UnixEpoch.AddYears(60));

    /// <summary>An enabled, verified account with a password and nothing else.</summary>
    public static AccountFacts Plain { get; } = new() { Id = new UserId("ada"), Email = Email, EmailVerified = true, HasPassword = true, SecurityStamp = Stamp };

    public static AccountFacts Unverified => Plain with { EmailVerified = false };

    public static AccountFacts Disabled => Plain with { DisabledAt = DateTimeOffset.UnixEpoch };

    /// <summary>An account with each kind of factor.</summary>
    public static AccountFacts Full => Plain with { HasAuthenticatorKey = true, AuthenticatorStep = 7, Passkeys = [Passkey(1), Passkey(2)], RecoveryCodes = ["one", "two"] };

    public static Passkey Passkey(byte id, uint count = 5) => new()
    {
        CredentialId = new[] { id },
        PublicKey = new byte[] { 9 },
        CreatedAt = DateTimeOffset.UnixEpoch.AddMinutes(id),
        SignCount = count,
        IsUserVerified = true,
        IsBackupEligible = false,
        IsBackedUp = false,
    };

    /// <summary>What a change does, in the order in which it does it.</summary>
    public static string Read(AccountChange? change) => change is null ? "nothing" : string.Join(", ", change.Effects.Select(static effect => effect.ToString()));
}
