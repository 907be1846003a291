using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.External;
using Cardea.AspNetCore.Links;
using Cardea.Providers.Protocol;
using Microsoft.AspNetCore.Http;

namespace Cardea.Providers.SignIn;

/// <summary>Begins what only a session can begin: links to providers' accounts, and new proofs of who the user is.</summary>
internal sealed class SessionAttempts(IExternalAccounts accounts, SealedAttempts attempts, PublicAddresses addresses)
{
    /// <summary>Begins an attempt of a session.</summary>
    /// <param name="attempt">The attempt, without a session.</param>
    /// <param name="acting">The session that begins it, and must finish it.</param>
    /// <param name="renews">True if the user proves again who they are; false to link.</param>
    /// <param name="pathBase">The path base of the request.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The address for the browser. It changes nothing by itself: only the session that began the attempt can finish it. Null if the user is gone.</returns>
    public async Task<string?> BeginAsync(Attempt attempt, ActingSession acting, bool renews, PathString pathBase, CancellationToken cancellationToken) =>
        await accounts.FindAsync(acting.User, cancellationToken) is { IsEnabled: true } user
            ? $"{addresses.OfProvider(attempt.Provider, "", pathBase)}?attempt={attempts.Seal(attempt with { Session = new(user.Id.Value, acting.Id.ToString(), user.SecurityStamp, renews) })}"
            : null;
}
