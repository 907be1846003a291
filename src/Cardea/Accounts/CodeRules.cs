using Cardea.Codes;

namespace Cardea.Accounts;

/// <summary>Decides which codes of an account a change voids.</summary>
internal static class CodeRules
{
    private static readonly CodePurpose[] All = Enum.GetValues<CodePurpose>();

    /// <summary>Returns the purposes whose codes are void after a change.</summary>
    /// <param name="effects">The effects of the change.</param>
    public static IReadOnlyList<CodePurpose> VoidedBy(IReadOnlyList<AccountEffect> effects) =>
        effects.Any(static effect => effect is AccountEffect.Disable)
            ? All
            : [.. effects.SelectMany(VoidedBy).Distinct()];

    private static IEnumerable<CodePurpose> VoidedBy(AccountEffect effect) => effect switch
    {
        AccountEffect.MoveTo => [CodePurpose.VerifyEmail, CodePurpose.ResetPassword, CodePurpose.SignIn, CodePurpose.ChangeEmail, CodePurpose.SecondFactor],
        AccountEffect.SetPassword => [CodePurpose.ResetPassword, CodePurpose.SignIn, CodePurpose.ChangeEmail, CodePurpose.SecondFactor],
        { IsOfCredential: true } => [CodePurpose.ChangeEmail, CodePurpose.SecondFactor],
        _ => [],
    };
}
