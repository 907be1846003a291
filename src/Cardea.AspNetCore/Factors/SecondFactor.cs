using Cardea.Accounts;

namespace Cardea.AspNetCore.Factors;

/// <summary>What a second factor can be, and what its proof is called in access tokens (RFC 8176, section 2).</summary>
internal static class SecondFactor
{
    public const string AuthenticatorApp = "totp";
    public const string RecoveryCode = "recovery_code";
    public const string Passkey = "passkey";

    /// <summary>A code that is good once, beside another factor.</summary>
    public static IReadOnlyList<string> ByCode { get; } = ["otp", "mfa"];

    /// <summary>The second factors that an account has.</summary>
    public static IReadOnlyList<string> Of(CardeaUser user) =>
    [
        .. user.AuthenticatorStep is null ? Array.Empty<string>() : [AuthenticatorApp],
        .. user.Passkeys.Count == 0 ? Array.Empty<string>() : [Passkey],
        .. user.HasSecondFactor && user.RecoveryCodes.Count > 0 ? [RecoveryCode] : Array.Empty<string>(),
    ];

    /// <summary>What a passkey proves: that one has it, and by a PIN or a finger who one is. One that can be copied is a key in software.</summary>
    public static IReadOnlyList<string> By(Cardea.Factors.Passkey passkey) => [passkey.IsBackupEligible ? "swk" : "hwk", "user", "mfa"];
}
