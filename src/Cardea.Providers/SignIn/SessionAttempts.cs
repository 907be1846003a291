using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.External;
using Cardea.Providers.Protocol;

namespace Cardea.Providers.SignIn;

/// <summary>Begins what only a session can begin: links to providers' accounts, and new proofs of who the user is.</summary>
internal sealed class SessionAttempts(IExternalAccounts accounts, SealedAttempts attempts, CardeaOptions options)
{
    /// <summary>Begins an attempt of a session.</summary>
    /// <param name="attempt">The attempt, without a session.</param>
    /// <param name="acting">The session that begins it, and must finish it.</param>
    /// <param name="renews">True if the user proves again who they are; false to link.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The address for the browser. It changes nothing by itself: only the session that began the attempt can finish it. Null if the user is gone.</returns>
    public async Task<string?> BeginAsync(Attempt attempt, ActingSession acting, bool renews, CancellationToken cancellationToken) =>
        await accounts.FindAsync(acting.User, cancellationToken) is { IsEnabled: true } user
            ? $"{options.Issuer}/auth/external/{attempt.Provider}?attempt={attempts.Seal(attempt with { Session = new(user.Id.Value, acting.Id.ToString(), user.SecurityStamp, renews) })}"
            : null;
}
