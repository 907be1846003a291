using Cardea.Rotation;
using Cardea.Tokens;

namespace Cardea.PostgreSql;

/// <summary>A rotation that waits for its statement. It ends in <see langword="null"/> when it needs a closer look.</summary>
internal sealed class PendingRotation(RefreshToken presented)
    : TaskCompletionSource<RotationOutcome?>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public RefreshToken Presented { get; } = presented;

    public RefreshToken Successor { get; } = presented.Next();
}
