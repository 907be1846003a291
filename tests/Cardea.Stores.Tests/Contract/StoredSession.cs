namespace Cardea.Stores.Tests.Contract;

/// <summary>What the row of a session says of its refresh token.</summary>
public sealed record StoredSession(int Generation, int Parent, int Proved, int Recalls, DateTimeOffset RotatedAt, DateTimeOffset AuthTime);
