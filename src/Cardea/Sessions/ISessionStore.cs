using Cardea.Callers;
using Cardea.Devices;
using Cardea.Revocation;
using Cardea.Tokens;

namespace Cardea.Sessions;

/// <summary>
/// Stores sessions. Each method is one whole step, done atomically among all callers on all nodes: one guarded statement or one short
/// transaction. The contract tests are the full documentation.
/// </summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> if the store does not answer. Nothing has changed then.</remarks>
internal interface ISessionStore
{
    /// <summary>
    /// Stores a session and its event durably. At that moment, the account must be enabled, the credential must be unchanged, and the user's
    /// sessions must not all have been ended since the sign-in began. At <see cref="CardeaOptions.SessionsPerUser"/>, the same transaction
    /// ends one session. It also forgets the wrong guesses at the account. If a trusted device stands for the second step, the device must
    /// still be trusted at that moment.
    /// </summary>
    Task<SessionCreation> CreateAsync(NewSession session, CancellationToken cancellationToken);

    /// <summary>Returns how often the sessions of a user were ended together. For users in another store than the sessions.</summary>
    Task<UserEpochs> ReadEpochsAsync(UserId user, CancellationToken cancellationToken);

    /// <summary>Finds a device of a user that is trusted for the second step.</summary>
    /// <param name="user">The user.</param>
    /// <param name="presented">The hashes of the tokens that the device presents.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The hash of the token that is trusted; <see langword="null"/> if none is.</returns>
    Task<TrustHash?> FindTrustAsync(UserId user, IReadOnlyList<TrustHash> presented, CancellationToken cancellationToken);

    /// <summary>Lists the devices of a user that are trusted for the second step, the newest first.</summary>
    Task<IReadOnlyList<TrustedDevice>> ListTrustedDevicesAsync(UserId user, CancellationToken cancellationToken);

    /// <summary>
    /// Ends a session and writes its revocation durably. Unless its own device ends the session, or the user has too many, the device is not
    /// trusted any more.
    /// </summary>
    /// <param name="id">The session.</param>
    /// <param name="owner">The user who must own the session; <see langword="null"/> if the owner is known.</param>
    /// <param name="reason">Why the session ends.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<SessionEnd> EndAsync(SessionId id, UserId? owner, EndReason reason, CancellationToken cancellationToken);

    /// <summary>Ends a session through another one, or through itself, if that <paramref name="actor"/> is entitled.</summary>
    /// <param name="actor">The acting session.</param>
    /// <param name="id">The session that ends.</param>
    /// <param name="owner">The user who must own the session.</param>
    /// <param name="reason">Why the session ends.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<SessionEnd> EndAsync(Actor actor, SessionId id, UserId owner, EndReason reason, CancellationToken cancellationToken);

    /// <summary>
    /// Ends all sessions of a user that are not over, except <paramref name="except"/>, and writes their revocations durably. A sign-in that
    /// is under way creates no session. No device is trusted any more but that of <paramref name="except"/>.
    /// </summary>
    Task<IReadOnlyList<RevokedSession>> EndAllAsync(UserId owner, SessionId? except, EndReason reason, CancellationToken cancellationToken);

    /// <summary>Ends all sessions of a user through a session, if that <paramref name="actor"/> is entitled.</summary>
    /// <returns>The revocations; <see langword="null"/> if the actor is refused.</returns>
    Task<IReadOnlyList<RevokedSession>?> EndAllAsync(Actor actor, UserId owner, SessionId? except, EndReason reason, CancellationToken cancellationToken);

    /// <summary>
    /// Recalls the access tokens of a user durably. All tokens issued so far are refused from now on. The sessions live on. A rotation at the
    /// same time continues with the current user, or its tokens are recalled too.
    /// </summary>
    /// <returns>The revocations.</returns>
    Task<IReadOnlyList<RevokedSession>> RecallAllAsync(UserId owner, CancellationToken cancellationToken);

    /// <summary>Lists the live sessions of a user, the last used first.</summary>
    Task<IReadOnlyList<Session>> ListAsync(UserId owner, CancellationToken cancellationToken);

    /// <summary>Lists the live sessions of several users, in no order.</summary>
    Task<IReadOnlyList<Session>> ListAllAsync(IReadOnlyCollection<UserId> owners, CancellationToken cancellationToken);

    /// <summary>Returns why a session ended; <see langword="null"/> if it has not been ended, or is not there any more.</summary>
    Task<EndReason?> FindReasonAsync(SessionId id, CancellationToken cancellationToken);

    /// <summary>Finds a live or ended session; <see langword="null"/> if there is none.</summary>
    Task<Session?> FindAsync(SessionId id, CancellationToken cancellationToken);

    /// <summary>Names a live session of the acting user.</summary>
    Task<SessionNaming> RenameAsync(Actor actor, SessionId id, string? device, CancellationToken cancellationToken);
}
