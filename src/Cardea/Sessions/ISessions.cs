using Cardea.Tokens;

namespace Cardea.Sessions;

/// <summary>
/// The sessions of users, for the app's own code. An issuer (<c>AddCardea</c>) registers it as a singleton. What a method ends or recalls
/// is refused on this node before the method returns, and on every other node and resource API within a second.
/// </summary>
/// <remarks>
/// Every method throws <see cref="StoreUnavailableException"/> when the store can't say; then nothing has changed, and the call may be
/// repeated. An app may replace it by a fake in its tests.
/// </remarks>
public interface ISessions
{
    /// <summary>The live sessions of a user, the last used first.</summary>
    /// <param name="user">The user: the <c>sub</c> of access tokens.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<IReadOnlyList<Session>> ListAsync(UserId user, CancellationToken cancellationToken = default);

    /// <summary>Ends a session: that device is logged out. The audit gets an event.</summary>
    /// <param name="session">The session: the <c>sid</c> of access tokens.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>True if there was such a live session.</returns>
    Task<bool> EndAsync(SessionId session, CancellationToken cancellationToken = default);

    /// <summary>Ends all sessions of a user, for example after the app has disabled the user. Sign-ins that are under way end in no session. The audit gets an event.</summary>
    /// <param name="user">The user.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task EndAllAsync(UserId user, CancellationToken cancellationToken = default);

    /// <summary>
    /// Recalls the access tokens of a user, for example after the app has changed the user's roles. The sessions live on: clients
    /// refresh, and the next access token has the claims of now.
    /// </summary>
    /// <param name="user">The user.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task RecallAsync(UserId user, CancellationToken cancellationToken = default);
}
