using Cardea.External;

namespace Cardea.Accounts;

/// <summary>
/// The rule by which the last way to sign in can't be removed. Every removal asks it about the account as the removal would leave it. The
/// store makes the change only if the account is still the one that was asked about, so two removals at once do not remove the last two.
/// </summary>
/// <param name="ByLink">True if users can sign in by a mailed link. A link signs in only to an address that was verified.</param>
/// <param name="IsUsable">True if the provider of a login is set up.</param>
internal sealed record WaysIn(bool ByLink, Func<ExternalLogin, bool> IsUsable)
{
    /// <summary>True if a user can sign in to an account.</summary>
    public bool LeadTo(AccountFacts facts) =>
        facts.HasPassword || facts.Passkeys.Count > 0 || (ByLink && facts.EmailVerified) || facts.ExternalLogins.Any(IsUsable);
}
