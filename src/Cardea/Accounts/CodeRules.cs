using Cardea.Codes;

namespace Cardea.Accounts;

/// <summary>
/// Decides which codes of an account a change voids. A code that is void is removed in the transaction of the change. A code that is
/// issued at the same moment waits for the change, or is removed by it: see <see cref="ICodeStore.IssueAsync"/>.
/// </summary>
internal static class CodeRules
{
    private static readonly CodePurpose[] All = Enum.GetValues<CodePurpose>();
    private static readonly CodePurpose[] AllButUndo = [.. All.Where(static purpose => purpose != CodePurpose.UndoEmail)];

    // The codes that no change of a credential leaves valid: those of a sign-in that is under way, and those that prove who one is.
    private static readonly CodePurpose[] OfCredentials =
    [
        CodePurpose.ChangeEmail, CodePurpose.SecondFactor, CodePurpose.Enrolment, CodePurpose.EnrolmentMail, CodePurpose.Reauthenticate,
        CodePurpose.AppCode, CodePurpose.LinkToken, CodePurpose.ExternalToken,
    ];

    /// <summary>Returns the purposes whose codes are void after a change.</summary>
    /// <param name="change">The change.</param>
    public static IReadOnlyList<CodePurpose> VoidedBy(AccountChange change) =>
        change switch
        {
            { IsTakeOver: true } => All,
            { IsUndo: true } => AllButUndo,
            _ => [.. change.Effects.SelectMany(VoidedBy).Distinct()],
        };

    private static IEnumerable<CodePurpose> VoidedBy(AccountEffect effect) => effect switch
    {
        // Nobody undoes anything while an operator has disabled the account. Once it is enabled, its owner still can.
        AccountEffect.Disable or AccountEffect.AskDeletion => AllButUndo,
        AccountEffect.MoveTo => [CodePurpose.VerifyEmail, CodePurpose.ResetPassword, CodePurpose.SignIn, .. OfCredentials],
        AccountEffect.SetPassword => [CodePurpose.ResetPassword, CodePurpose.SignIn, .. OfCredentials],
        { IsOfCredential: true } => OfCredentials,
        _ => [],
    };
}
