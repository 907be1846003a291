using Cardea.Accounts;

namespace Cardea.AspNetCore.Addresses;

/// <summary>The ways to show that an account is the caller's, as the member <c>methods</c> names them.</summary>
internal static class AddressProof
{
    /// <summary>The ways for a code that was mailed to an address of an account.</summary>
    /// <param name="facts">The account.</param>
    /// <param name="isOfAccount">True if the address is the account's, and not one that it moves to.</param>
    /// <returns>
    /// A session of the account; its password; its passkey; and a new password, which takes an account over whose address was never verified.
    /// </returns>
    public static IReadOnlyList<string> MethodsFor(AccountFacts facts, bool isOfAccount) =>
    [
        "session",
        .. facts.HasPassword ? ["password"] : Array.Empty<string>(),
        .. facts.Passkeys.Count > 0 ? ["passkey"] : Array.Empty<string>(),
        .. isOfAccount && !facts.EmailVerified ? ["new_password"] : Array.Empty<string>(),
    ];
}
