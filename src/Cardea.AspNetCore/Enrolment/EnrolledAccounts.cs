using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;

namespace Cardea.AspNetCore.Enrolment;

/// <summary>Describes an account after its first factor was added.</summary>
internal static class EnrolledAccounts
{
    /// <summary>
    /// The account with the new factor. If the change ended all sessions, it raised both epochs by one. If another request raised them too,
    /// no session begins.
    /// </summary>
    /// <param name="account">The account before the change.</param>
    /// <param name="user">The user after the change.</param>
    /// <param name="endsOthers">True if the change ended all sessions.</param>
    public static Account WithFactors(this Account account, CardeaUser user, bool endsOthers)
    {
        var raised = endsOthers ? 1 : 0;
        return account with
        {
            SecurityStamp = user.SecurityStamp,
            Epochs = new(account.Epochs.Session + raised, account.Epochs.Device + raised),
            SecondFactors = SecondFactor.Of(user.Facts),
        };
    }
}
