using Cardea.Accounts;
using Cardea.Audit;
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
    /// Stores a session and its event durably, if at that moment its account is enabled, its credential unchanged, and not all
    /// sessions of its user have been ended since the sign-in began. At <see cref="CardeaOptions.SessionsPerUser"/> one is ended
    /// in the same transaction.
    /// </summary>
    Task<SessionCreation> CreateAsync(NewSession session, CancellationToken cancellationToken);

    /// <summary>How often all sessions of a user were ended, for users that live in another store than the sessions.</summary>
    Task<long> ReadEpochAsync(UserId user, CancellationToken cancellationToken);

    /// <summary>
    /// Presents a refresh token, and moves its session as <see cref="RotationRules"/> say. May be lost in a power failure
    /// (the next rotation heals it), except for an end or a recall: those are durable, together with what is reported of them.
    /// </summary>
    /// <param name="presented">A token that we issued.</param>
    /// <param name="report">Writes what is stored with the outcome.</param>
    /// <param name="cancellationToken">Gives up what has not begun yet; what may end a session is done all the same.</param>
    Task<RotationOutcome> RotateAsync(RefreshToken presented, RotationReporter report, CancellationToken cancellationToken);

    /// <summary>
    /// Takes note that a user has proved again who they are, durably: <c>auth_time</c> and <c>amr</c> of their session move. If
    /// its refresh token came with the request, it is rotated in the same transaction; what is refused changes nothing.
    /// </summary>
    /// <param name="proof">The session, and how they proved it.</param>
    /// <param name="happened">What is to be told of it in the audit; stored only if it is not refused.</param>
    /// <param name="report">Writes what is stored with the outcome.</param>
    /// <param name="cancellationToken">Gives up what has not begun yet.</param>
    Task<RotationOutcome> ReauthenticateAsync(
        SessionProof proof, SecurityEvent happened, RotationReporter report, CancellationToken cancellationToken);

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

    /// <summary>What presenting a refresh token would come to. Nothing moves, and nothing ends.</summary>
    Task<RotationOutcome> InspectAsync(RefreshToken presented, CancellationToken cancellationToken);

    /// <summary>The live sessions of a user, the last used first.</summary>
    Task<IReadOnlyList<Session>> ListAsync(UserId owner, CancellationToken cancellationToken);

    /// <summary>A session, live or ended; <see langword="null"/> when there is none.</summary>
    Task<Session?> FindAsync(SessionId id, CancellationToken cancellationToken);

    /// <summary>Names a live session.</summary>
    /// <returns>The session; <see langword="null"/> when the owner has no such live session.</returns>
    Task<Session?> RenameAsync(SessionId id, UserId owner, string? device, CancellationToken cancellationToken);

    /// <summary>
    /// Notes that access tokens were accepted somewhere. Only the current generation of a live session counts: it is proved, and
    /// if that is its first proof, its grace begins now.
    /// </summary>
    Task RecordReceiptsAsync(IReadOnlyCollection<AccessTokenId> receipts, CancellationToken cancellationToken);

    /// <summary>Reads the feed: what was revoked since a position, or everything, page by page; and the keys.</summary>
    /// <param name="from">Where the last page ended; <see langword="null"/> to read everything. A position that is not of the
    /// store's present history reads everything, too.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<RevocationPage> ReadRevocationsAsync(FeedPosition? from, CancellationToken cancellationToken);

    /// <summary>
    /// Ends and recalls, durably, what this process knows to be ended or recalled and the store has forgotten. What the store
    /// knows already stays as it is.
    /// </summary>
    /// <param name="known">What this process knows; a thousand at most.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>What was written.</returns>
    Task<IReadOnlyList<RevokedSession>> WriteBackAsync(IReadOnlyList<RevokedSession> known, CancellationToken cancellationToken);
}
