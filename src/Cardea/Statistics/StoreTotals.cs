namespace Cardea.Statistics;

/// <summary>What the store has now.</summary>
/// <param name="Users">The users of Cardea's own store.</param>
/// <param name="Sessions">The live sessions.</param>
internal sealed record StoreTotals(long Users, long Sessions);
