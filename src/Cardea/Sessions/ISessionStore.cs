using Cardea.Revocation;
using Cardea.Tokens;

namespace Cardea.Sessions;

/// <summary>
/// Keeps sessions. Each method is one whole step, done atomically among all callers on all nodes: one guarded statement
/// or one short transaction. Its documentation in full is its contract tests.
/// </summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> when the store can't say; then nothing has changed.</remarks>
internal interface ISessionStore
{
    /// <summary>
    /// Stores a session and its event durably, if at that moment its account is enabled, its credential unchanged, and not all
    /// sessions of its user have been ended since the sign-in began. At <see cref="CardeaOptions.SessionsPerUser"/> one is ended
    /// in the same transaction.
    /// </summary>
    Task<SessionCreation> CreateAsync(NewSession session, CancellationToken cancellationToken);

    /// <summary>How often all sessions of a user were ended, for users that live in another store than the sessions.</summary>
    Task<long> ReadEpochAsync(UserId user, CancellationToken cancellationToken);

    /// <summary>Ends a session and writes its revocation, durably.</summary>
    /// <param name="id">The session.</param>
    /// <param name="owner">Whose it must be; <see langword="null"/> when that is known.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<SessionEnd> EndAsync(SessionId id, UserId? owner, EndReason reason, CancellationToken cancellationToken);

    /// <summary>
    /// Ends all sessions of a user that are not over, except perhaps one, and writes their revocations, durably. Sign-ins that
    /// are under way do not end in a session.
    /// </summary>
    Task<IReadOnlyList<RevokedSession>> EndAllAsync(UserId owner, SessionId? except, EndReason reason, CancellationToken cancellationToken);

    /// <summary>
    /// Recalls the access tokens of a user: all that are out are refused from now on, durably. The sessions live on. A rotation
    /// that meets it continues with the user as of now, or its tokens are among those recalled.
    /// </summary>
    /// <returns>The revocations.</returns>
    Task<IReadOnlyList<RevokedSession>> RecallAllAsync(UserId owner, CancellationToken cancellationToken);

    /// <summary>The live sessions of a user, the last used first.</summary>
    Task<IReadOnlyList<Session>> ListAsync(UserId owner, CancellationToken cancellationToken);

    /// <summary>A session, live or ended; <see langword="null"/> when there is none.</summary>
    Task<Session?> FindAsync(SessionId id, CancellationToken cancellationToken);

    /// <summary>Names a live session.</summary>
    /// <returns>The session; <see langword="null"/> when the owner has no such live session.</returns>
    Task<Session?> RenameAsync(SessionId id, UserId owner, string? device, CancellationToken cancellationToken);
}
