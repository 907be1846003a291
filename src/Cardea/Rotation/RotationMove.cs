namespace Cardea.Rotation;

/// <summary>How an outcome moves the session's row. <c>rotated_at</c> becomes the time of the move.</summary>
/// <param name="Generation">See <see cref="SessionRow"/>.</param>
/// <param name="Parent">See <see cref="SessionRow"/>.</param>
/// <param name="Proved">See <see cref="SessionRow"/>.</param>
/// <param name="Recalls">See <see cref="SessionRow"/>.</param>
/// <param name="TokenHash">See <see cref="SessionRow"/>.</param>
internal sealed record RotationMove(int Generation, int Parent, int Proved, int Recalls, ReadOnlyMemory<byte> TokenHash);
