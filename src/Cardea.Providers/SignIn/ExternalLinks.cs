using Cardea.Accounts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.External;
using Cardea.External;
using Cardea.Providers.Settings;

namespace Cardea.Providers.SignIn;

/// <summary>Removes links to providers' accounts.</summary>
internal sealed class ExternalLinks(IExternalAccounts accounts, WaysIn waysIn)
{
    /// <summary>Removes the links of the acting user to a provider, unless no other way to sign in is left.</summary>
    /// <returns>The outcome; <see langword="null"/> if it is the last way to sign in.</returns>
    public async Task<LinkOutcome?> RemoveAsync(Provider provider, ActingSession acting, Caller caller, CancellationToken cancellationToken)
    {
        var isLast = false;
        var outcome = await accounts.ChangeAsync(
            acting.User,
            caller,
            account =>
            {
                ExternalLogin[] logins = [.. account.ExternalLogins.Where(login => provider.HasLoginsOf(login.Issuer))];
                isLast = ExternalTransitions.AreLastWayIn(account, logins, waysIn);
                return ExternalTransitions.Unlink(account, logins, waysIn, acting.Id);
            },
            code: null,
            cancellationToken);
        return isLast ? null : outcome;
    }
}
