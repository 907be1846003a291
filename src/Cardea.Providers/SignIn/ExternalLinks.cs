using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Callers;
using Cardea.External;
using Cardea.Providers.Settings;

namespace Cardea.Providers.SignIn;

/// <summary>Removes links to providers' accounts.</summary>
internal sealed class ExternalLinks(AccountChanges changes, WaysIn waysIn)
{
    /// <summary>Removes the links of the acting user to a provider, unless no other way to sign in is left.</summary>
    /// <returns>The outcome; <see langword="null"/> if it is the last way to sign in.</returns>
    public async Task<AccountOutcome?> RemoveAsync(Provider provider, ActingSession acting, Caller caller, CancellationToken cancellationToken)
    {
        var isLast = false;
        var outcome = await changes.ApplyAsync(
            acting.User,
            caller,
            user =>
            {
                ExternalLogin[] logins = [.. user.ExternalLogins.Where(login => provider.HasLoginsOf(login.Issuer))];
                isLast = ExternalTransitions.AreLastWayIn(user.Facts, logins, waysIn);
                return ExternalTransitions.Unlink(user.Facts, logins, waysIn, acting.Id);
            },
            terms: null,
            cancellationToken);
        return isLast ? null : outcome;
    }
}
