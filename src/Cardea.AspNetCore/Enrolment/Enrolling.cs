using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.SignIn;
using Cardea.Codes;

namespace Cardea.AspNetCore.Enrolment;

/// <summary>A sign-in whose user must add a second factor first. A class, so that printing it shows no stamp.</summary>
/// <param name="code">The code of the sign-in.</param>
/// <param name="shown">The state of the sign-in.</param>
/// <param name="account">The account.</param>
internal sealed class Enrolling(StoredCode code, FirstFactor shown, Account account)
{
    /// <summary>The code of the sign-in. The change that adds the factor uses it up.</summary>
    public StoredCode Code => code;

    /// <summary>The state of the sign-in.</summary>
    public FirstFactor Shown => shown;

    /// <summary>The account.</summary>
    public Account Account => account;

    /// <summary>True if the owner of the address is known to be the one who signs in.</summary>
    public bool IsByOwner => code.Address == account.Email;

    /// <summary>True if the sign-in still holds for a user of Cardea's own store.</summary>
    public bool HoldsFor(CardeaUser user) => user.SessionEpoch == shown.SessionEpoch && FactorTransitions.MayEnrol(user.Facts, shown.SecurityStamp);
}
