namespace Cardea.Sessions;

/// <summary>What a session has reached, for making its next token.</summary>
/// <param name="Generation">How many times it has been rotated.</param>
/// <param name="TokenHash">SHA-256 of the current token's secret.</param>
/// <param name="CreatedAt">When it began.</param>
public sealed record SessionSnapshot(int Generation, ReadOnlyMemory<byte> TokenHash, DateTimeOffset CreatedAt);
