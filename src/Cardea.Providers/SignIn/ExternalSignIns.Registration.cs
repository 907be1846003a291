using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Callers;
using Cardea.External;

namespace Cardea.Providers.SignIn;

/// <content>Adds the account of somebody who signed in at a provider for the first time.</content>
internal sealed partial class ExternalSignIns
{
    private async Task<Registration> AddAsync(string address, ExternalLogin login, Caller caller, CancellationToken cancellationToken)
    {
        // An operator answers for the number of invitations: accounts of invited people are not counted.
        if (options.Registration == RegistrationMode.Invited)
        {
            return await externals.AddAsync(address, login, cancellationToken);
        }

        var (quota, pause) = await quotas.ReserveRegistrationAsync(caller, cancellationToken);
        if (quota is null)
        {
            return new Registration.TooMany(pause);
        }

        Registration? registration = null;
        try
        {
            registration = await externals.AddAsync(address, login, cancellationToken);
            return registration;
        }
        finally
        {
            // Only an account that was added counts.
            if (registration is not Registration.Registered)
            {
                await quotas.GiveBackAsync(quota);
            }
        }
    }
}
