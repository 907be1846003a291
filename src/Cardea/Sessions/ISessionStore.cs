using Cardea.Accounts;
using Cardea.Revocation;
using Cardea.Rotation;
using Cardea.Tokens;

namespace Cardea.Sessions;

/// <summary>
/// Keeps sessions. Each method is one whole step, done atomically among all callers on all nodes: one guarded statement
/// or one short transaction. Its documentation in full is its contract tests.
/// </summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> when the store can't say; then nothing has changed.</remarks>
public interface ISessionStore
{
    /// <summary>
    /// Stores a session and its event durably, if its account is enabled and its credential unchanged at that moment. At
    /// <see cref="CardeaOptions.SessionsPerUser"/> the oldest is ended in the same transaction.
    /// </summary>
    Task<SessionCreation> CreateAsync(NewSession session, CancellationToken cancellationToken);

    /// <summary>
    /// Presents a refresh token, and moves its session as <see cref="RotationRules"/> say. May be lost in a power failure
    /// (the next rotation heals it), except for an end or a recall, which are durable.
    /// </summary>
    Task<RotationOutcome> RotateAsync(RefreshToken presented, CancellationToken cancellationToken);

    /// <summary>
    /// Moves a session on without its refresh token, for a user who has just proved again who they are. Whoever presents the
    /// token of before is answered as one whose answer got lost.
    /// </summary>
    /// <param name="id">The session.</param>
    /// <param name="owner">Whose it must be.</param>
    /// <param name="authTime">When they proved it.</param>
    /// <param name="amr">How, as of now.</param>
    /// <param name="renew">Makes the token to move to from the session as it is.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The outcome; <see langword="null"/> when the owner has no such live session.</returns>
    Task<RotationOutcome.Rotated?> RenewAsync(
        SessionId id, UserId owner, DateTimeOffset authTime, IReadOnlyList<string> amr, Func<SessionSnapshot, RefreshToken> renew, CancellationToken cancellationToken);

    /// <summary>Ends a session and writes its revocation, durably.</summary>
    /// <param name="id">The session.</param>
    /// <param name="owner">Whose it must be; <see langword="null"/> when that is known.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The revocation; <see langword="null"/> when no such session was live.</returns>
    Task<RevokedSession?> EndAsync(SessionId id, UserId? owner, EndReason reason, CancellationToken cancellationToken);

    /// <summary>Ends all live sessions of a user, except perhaps one, and writes their revocations, durably.</summary>
    Task<IReadOnlyList<RevokedSession>> EndAllAsync(UserId owner, SessionId? except, EndReason reason, CancellationToken cancellationToken);

    /// <summary>
    /// Recalls the access tokens of a user: those of every session's current generation, and earlier ones, are refused from
    /// now on, durably. The sessions live on. A rotation that meets it continues with the user as of now, or its tokens are
    /// among those recalled.
    /// </summary>
    /// <returns>The revocations.</returns>
    Task<IReadOnlyList<RevokedSession>> RecallAllAsync(UserId owner, CancellationToken cancellationToken);

    /// <summary>Whose session a refresh token would continue if it were presented now. Nothing moves.</summary>
    /// <returns>The subject; <see langword="null"/> when it would be refused.</returns>
    Task<SessionSubject?> InspectAsync(RefreshToken presented, CancellationToken cancellationToken);

    /// <summary>The live sessions of a user, the last used first.</summary>
    Task<IReadOnlyList<Session>> ListAsync(UserId owner, CancellationToken cancellationToken);

    /// <summary>A session, live or ended; <see langword="null"/> when there is none.</summary>
    Task<Session?> FindAsync(SessionId id, CancellationToken cancellationToken);

    /// <summary>Names a live session.</summary>
    /// <returns>The session; <see langword="null"/> when the owner has no such live session.</returns>
    Task<Session?> RenameAsync(SessionId id, UserId owner, string? device, CancellationToken cancellationToken);

    /// <summary>Notes that access tokens were accepted somewhere. Those of generations long past change nothing.</summary>
    Task RecordReceiptsAsync(IReadOnlyCollection<AccessTokenId> receipts, CancellationToken cancellationToken);

    /// <summary>The revocations written since <paramref name="cursor"/>; all that have not expired, when it is <see langword="null"/>.</summary>
    Task<RevocationPage> ReadRevocationsAsync(string? cursor, CancellationToken cancellationToken);
}
