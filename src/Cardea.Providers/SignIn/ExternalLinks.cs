using System.Buffers.Text;
using System.Text;
using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Callers;
using Cardea.External;
using Cardea.Keys;
using Cardea.Providers.Protocol;
using Cardea.Providers.Settings;

namespace Cardea.Providers.SignIn;

/// <summary>Begins links to providers' accounts, and removes them.</summary>
internal sealed class ExternalLinks(
    IAccountStore store, AccountChanges changes, WaysIn waysIn, MasterKey masterKey, CardeaOptions options, TimeProvider clock)
{
    private const string Context = "external link";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>Begins a link.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="attempt">The attempt, without a user.</param>
    /// <param name="acting">The session that begins it, and must finish it.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The address for the browser. It links nothing by itself: the app that has the verifier does, in the same session. Null if the user is gone.</returns>
    public async Task<string?> BeginAsync(Provider provider, Attempt attempt, ActingSession acting, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(acting.User, cancellationToken) is not { DisabledAt: null } user)
        {
            return null;
        }

        var link = attempt with { LinkUser = user.Id, LinkSession = acting.Id.ToString(), LinkStamp = user.SecurityStamp };
        var box = masterKey.Seal(Context, Encoding.UTF8.GetBytes(link.ToJson()));
        return $"{options.Issuer}/auth/external/{provider.Name}?attempt={Base64Url.EncodeToString(box)}";
    }

    /// <summary>Opens the attempt in the address that a browser opened; null if it is none of ours, or too old.</summary>
    public Attempt? Open(string text)
    {
        if (!Base64Url.IsValid(text) || masterKey.Open(Context, Base64Url.DecodeFromChars(text)) is not { } json)
        {
            return null;
        }

        var attempt = Attempt.Parse(Encoding.UTF8.GetString(json));
        return clock.GetUtcNow() - attempt.StartedAt <= Lifetime ? attempt with { StartedAt = clock.GetUtcNow() } : null;
    }

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
