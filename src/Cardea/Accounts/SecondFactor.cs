using Cardea.Factors;

namespace Cardea.Accounts;

/// <summary>The second factors, with their names in the contract and the values of their proof in access tokens (RFC 8176, section 2).</summary>
internal static class SecondFactor
{
    public const string AuthenticatorApp = "totp";
    public const string RecoveryCode = "recovery_code";
    public const string Passkey = "passkey";

    /// <summary>The value for a user who opened a passkey at that moment.</summary>
    public const string UserPresent = "user";

    private const string Proof = "mfa";

    /// <summary>The proof by a one-time code, beside another factor.</summary>
    public static IReadOnlyList<string> ByCode { get; } = ["otp", Proof];

    /// <summary>True if a user has shown a second factor.</summary>
    /// <param name="amr">How the user has proved who they are.</param>
    public static bool WasShown(IReadOnlyList<string> amr) => amr.Contains(Proof);

    /// <summary>The second factors of an account.</summary>
    public static IReadOnlyList<string> Of(AccountFacts facts) =>
    [
        .. facts.HasAuthenticator ? [AuthenticatorApp] : Array.Empty<string>(),
        .. facts.Passkeys.Count > 0 ? [Passkey] : Array.Empty<string>(),
        .. facts.HasSecondFactor && facts.RecoveryCodes.Count > 0 ? [RecoveryCode] : Array.Empty<string>(),
    ];

    /// <summary>
    /// The proof by a passkey: the user has the passkey and opened it by a PIN or a finger. A passkey that can be copied is a key
    /// in software.
    /// </summary>
    public static IReadOnlyList<string> By(Passkey passkey) => [passkey.IsBackupEligible ? "swk" : "hwk", UserPresent, Proof];
}
