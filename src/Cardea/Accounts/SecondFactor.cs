using Cardea.Factors;

namespace Cardea.Accounts;

/// <summary>The second factors: their names in the contract, and how access tokens name their proof (RFC 8176, section 2).</summary>
internal static class SecondFactor
{
    public const string AuthenticatorApp = "totp";
    public const string RecoveryCode = "recovery_code";
    public const string Passkey = "passkey";

    /// <summary>The proof of a code that works once, beside another factor.</summary>
    public static IReadOnlyList<string> ByCode { get; } = ["otp", "mfa"];

    /// <summary>The second factors of an account.</summary>
    public static IReadOnlyList<string> Of(AccountFacts facts) =>
    [
        .. facts.HasAuthenticator ? [AuthenticatorApp] : Array.Empty<string>(),
        .. facts.Passkeys.Count > 0 ? [Passkey] : Array.Empty<string>(),
        .. facts.HasSecondFactor && facts.RecoveryCodes.Count > 0 ? [RecoveryCode] : Array.Empty<string>(),
    ];

    /// <summary>The proof of a passkey: the user has it and opened it by a PIN or a finger. A passkey that can be copied is a key in software.</summary>
    public static IReadOnlyList<string> By(Passkey passkey) => [passkey.IsBackupEligible ? "swk" : "hwk", "user", "mfa"];
}
