using Cardea.Accounts;

namespace Cardea.AspNetCore.Factors;

/// <summary>The second factors that users can add. Passkeys are for users of Cardea's own store.</summary>
/// <param name="ThatCanBeAdded">Their names in the contract.</param>
internal sealed record FactorMethods(IReadOnlyList<string> ThatCanBeAdded)
{
    public static FactorMethods OfOwnUsers { get; } = new([SecondFactor.AuthenticatorApp, SecondFactor.Passkey]);

    public static FactorMethods OfAppUsers { get; } = new([SecondFactor.AuthenticatorApp]);
}
