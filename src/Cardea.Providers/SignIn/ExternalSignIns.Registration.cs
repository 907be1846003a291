using Cardea.Accounts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Problems;

namespace Cardea.Providers.SignIn;

/// <content>Adds the account of somebody who signed in at a provider for the first time.</content>
internal sealed partial class ExternalSignIns
{
    private async Task<(bool IsAdded, ExternalOutcome? Refusal)> AddAsync(CardeaUser user, Caller caller, CancellationToken cancellationToken)
    {
        var (quota, retryAfter) = await quotas.ReserveRegistrationAsync(caller, cancellationToken);
        if (quota is null)
        {
            return (false, new ExternalOutcome.Refused(ContractProblem.TooManyAttempts(retryAfter)));
        }

        var isAdded = false;
        try
        {
            isAdded = await store.AddAsync(user, cancellationToken);
        }
        finally
        {
            // Only an account that was added counts.
            if (!isAdded)
            {
                await quotas.GiveBackAsync(quota);
            }
        }

        return (isAdded, null);
    }

    // The address is proved, so the code of the invitation is not needed. An operator answers for the number of invitations: they are not counted.
    private async Task<(bool IsAdded, ExternalOutcome? Refusal)> AddInvitedAsync(CardeaUser user, CancellationToken cancellationToken) =>
        await store.AddInvitedAsync(user, invitation: null, cancellationToken) switch
        {
            InvitedAddition.Added => (true, null),
            InvitedAddition.NotInvited => (false, new ExternalOutcome.Refused(ContractProblem.RegistrationClosed)),
            _ => (false, null),
        };
}
