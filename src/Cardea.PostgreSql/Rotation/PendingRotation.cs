using Cardea.Rotation;
using Cardea.Tokens;

namespace Cardea.PostgreSql;

/// <summary>
/// A rotation that waits for its statement. It ends in <see langword="null"/> when it needs a closer look. No timer and no
/// registration of its own: whoever takes it from the queue looks how long it has waited, and whether anybody still does.
/// </summary>
internal sealed class PendingRotation(RefreshToken presented, CancellationToken cancellationToken)
    : TaskCompletionSource<RotationOutcome?>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    private readonly long _entered = TimeProvider.System.GetTimestamp();

    public RefreshToken Presented { get; } = presented;

    public RefreshToken Successor { get; } = presented.Next();

    public TimeSpan Waited => TimeProvider.System.GetElapsedTime(_entered);

    /// <summary>Whether the client has gone; then it ends here.</summary>
    public bool IsGivenUp => cancellationToken.IsCancellationRequested && TrySetCanceled(cancellationToken);
}
