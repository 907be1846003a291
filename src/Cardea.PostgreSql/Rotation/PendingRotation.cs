using Cardea.Rotation;
using Cardea.Tokens;

namespace Cardea.PostgreSql;

/// <summary>
/// A rotation that waits for its statement. Its result is <see langword="null"/> if it needs a closer look. It has no timer of
/// its own: the worker that takes it from the queue checks how long it has waited, and if its client has gone.
/// </summary>
internal sealed class PendingRotation(RefreshToken presented, CancellationToken cancellationToken)
    : TaskCompletionSource<RotationOutcome?>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    private readonly long _entered = TimeProvider.System.GetTimestamp();

    public RefreshToken Presented { get; } = presented;

    public RefreshToken Successor { get; } = presented.Next();

    public TimeSpan Waited => TimeProvider.System.GetElapsedTime(_entered);

    /// <summary>True if the client has gone. The rotation is then canceled.</summary>
    public bool IsGivenUp => cancellationToken.IsCancellationRequested && TrySetCanceled(cancellationToken);
}
