using Cardea.Codes;

namespace Cardea.Accounts;

/// <summary>
/// Decides which codes of an account a change voids. A code that is void is removed in the transaction of the change. A code that is
/// issued at the same moment waits for the change, or is removed by it: see <see cref="ICodeStore.IssueAsync"/>.
/// </summary>
internal static class CodeRules
{
    private static readonly CodePurpose[] All = Enum.GetValues<CodePurpose>();

    // The tokens of a sign-in with a provider.
    private static readonly CodePurpose[] OfProviders = [CodePurpose.AppCode, CodePurpose.LinkToken, CodePurpose.ExternalToken];

    /// <summary>Returns the purposes whose codes are void after a change.</summary>
    /// <param name="change">The change.</param>
    public static IReadOnlyList<CodePurpose> VoidedBy(AccountChange change) =>
        change.IsTakeOver || change.Effects.Any(static effect => effect is AccountEffect.Disable)
            ? All
            : [.. change.Effects.SelectMany(VoidedBy).Distinct()];

    private static IEnumerable<CodePurpose> VoidedBy(AccountEffect effect) => effect switch
    {
        AccountEffect.MoveTo => [CodePurpose.VerifyEmail, CodePurpose.ResetPassword, CodePurpose.SignIn, CodePurpose.ChangeEmail, CodePurpose.SecondFactor, .. OfProviders],
        AccountEffect.SetPassword => [CodePurpose.ResetPassword, CodePurpose.SignIn, CodePurpose.ChangeEmail, CodePurpose.SecondFactor, .. OfProviders],
        { IsOfCredential: true } => [CodePurpose.ChangeEmail, CodePurpose.SecondFactor, .. OfProviders],
        _ => [],
    };
}
