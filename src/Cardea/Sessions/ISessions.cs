using Cardea.Tokens;

namespace Cardea.Sessions;

/// <summary>
/// The sessions of users, for the app's own code. An issuer (<c>AddCardea</c>) registers this interface as a singleton. A method ends sessions
/// or recalls access tokens. This node refuses them before the method returns. Every other node and resource API refuses them within a
/// second.
/// </summary>
/// <remarks>
/// Every method throws <see cref="StoreUnavailableException"/> if the store does not answer. Nothing has changed then, and the app may repeat
/// the call. An app may replace this interface by a fake in its tests.
/// </remarks>
public interface ISessions
{
    /// <summary>Lists the live sessions of a user, the last used first.</summary>
    /// <param name="user">The user: the <c>sub</c> of access tokens.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<IReadOnlyList<Session>> ListAsync(UserId user, CancellationToken cancellationToken = default);

    /// <summary>Ends a session, so its device is logged out. The audit gets an event.</summary>
    /// <param name="session">The session: the <c>sid</c> of access tokens.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>True if there was such a live session.</returns>
    Task<bool> EndAsync(SessionId session, CancellationToken cancellationToken = default);

    /// <summary>
    /// Ends all sessions of a user, for example after the app has disabled the user. A sign-in that is under way creates no session. The audit
    /// gets an event.
    /// </summary>
    /// <param name="user">The user.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task EndAllAsync(UserId user, CancellationToken cancellationToken = default);

    /// <summary>
    /// Recalls the access tokens of a user, for example after the app has changed the user's roles. The sessions live on: clients
    /// refresh, and the next access token has the current claims.
    /// </summary>
    /// <param name="user">The user.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task RecallAsync(UserId user, CancellationToken cancellationToken = default);

    /// <summary>
    /// Issues an access token for a live session, for code that holds a user's connection and has no request: a Blazor circuit, or a SignalR
    /// hub. The token is for the APIs. Nothing of the session moves, and no cookie changes.
    /// </summary>
    /// <param name="session">The session that the app has authenticated: the <c>sid</c> of its user.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The token; <see langword="null"/> if the session is not live.</returns>
    Task<AccessToken?> IssueAccessTokenAsync(SessionId session, CancellationToken cancellationToken = default);
}
