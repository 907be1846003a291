using Cardea.Audit;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Rotation;

/// <summary>
/// Moves sessions from one refresh token to the next. Each method is one whole step, done atomically among all callers on all
/// nodes: one guarded statement or one short transaction.
/// </summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> when the store can't say; then nothing has changed.</remarks>
internal interface IRotationStore
{
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

    /// <summary>What presenting a refresh token would come to. Nothing moves, and nothing ends.</summary>
    Task<RotationOutcome> InspectAsync(RefreshToken presented, CancellationToken cancellationToken);

    /// <summary>
    /// Notes that access tokens were accepted somewhere. Only the current generation of a live session counts: it is proved, and
    /// if that is its first proof, its grace begins now.
    /// </summary>
    Task RecordReceiptsAsync(IReadOnlyCollection<AccessTokenId> receipts, CancellationToken cancellationToken);
}
