namespace Cardea.Rotation;

/// <summary>What an outcome writes to the session's row. <c>rotated_at</c> becomes the time of the move, or of the first proof.</summary>
/// <param name="Generation">See <see cref="SessionRow"/>.</param>
/// <param name="Parent">See <see cref="SessionRow"/>.</param>
/// <param name="Proved">See <see cref="SessionRow"/>.</param>
/// <param name="Recalls">See <see cref="SessionRow"/>.</param>
/// <param name="TokenHash">See <see cref="SessionRow"/>.</param>
internal sealed record RotationMove(int Generation, int Parent, int Proved, int Recalls, ReadOnlyMemory<byte> TokenHash);
