using Cardea.Audit;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Rotation;

/// <summary>
/// Moves sessions from one refresh token to the next. Each method is one whole step, done atomically among all callers on all
/// nodes: one guarded statement or one short transaction.
/// </summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> if the store does not answer. Nothing has changed then.</remarks>
internal interface IRotationStore
{
    /// <summary>
    /// Presents a refresh token, and moves its session by the <see cref="RotationRules"/>. A power failure may lose the move; the next rotation
    /// heals the session. An end or a recall is durable, together with its report.
    /// </summary>
    /// <param name="presented">A token that Cardea issued.</param>
    /// <param name="report">Writes the report that is stored with the outcome.</param>
    /// <param name="cancellationToken">Cancels a step that has not begun yet. A step that may end a session is done all the same.</param>
    Task<RotationOutcome> RotateAsync(RefreshToken presented, RotationReporter report, CancellationToken cancellationToken);

    /// <summary>
    /// Notes durably that a user has proved their identity again: <c>auth_time</c> and <c>amr</c> of their session move. If the session's
    /// refresh token came with the request, the same transaction rotates the token. A refused request changes nothing.
    /// </summary>
    /// <param name="proof">The session, and how the user proved their identity.</param>
    /// <param name="happened">The event for the audit. The event is stored only if the request is not refused.</param>
    /// <param name="report">Writes the report that is stored with the outcome.</param>
    /// <param name="cancellationToken">Cancels a step that has not begun yet.</param>
    Task<RotationOutcome> ReauthenticateAsync(
        SessionProof proof, SecurityEvent happened, RotationReporter report, CancellationToken cancellationToken);

    /// <summary>Returns the outcome that presenting a refresh token would have. No session moves or ends, and no generation is proved.</summary>
    Task<RotationOutcome> InspectAsync(RefreshToken presented, CancellationToken cancellationToken);

    /// <summary>
    /// Returns how a session goes on without a refresh token: <see cref="RotationOutcome.Kept"/> if it is live. Nothing moves, and nothing is
    /// proved.
    /// </summary>
    Task<RotationOutcome> InspectAsync(SessionId session, CancellationToken cancellationToken);

    /// <summary>
    /// Notes that access tokens were accepted somewhere. Only the current generation of a live session counts: the generation is then
    /// proved. If this is its first proof, its grace begins now.
    /// </summary>
    Task RecordReceiptsAsync(IReadOnlyCollection<AccessTokenId> receipts, CancellationToken cancellationToken);
}
