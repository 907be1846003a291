namespace Cardea.Sweeping;

/// <summary>What a sweep did by one rule.</summary>
/// <param name="Rule">The rule: the table it keeps small.</param>
/// <param name="Removed">How many expired rows it removed; of many at once an estimate.</param>
/// <param name="Partitions">How many whole partitions those rows were in; zero where rows go one by one.</param>
/// <param name="Backlog">How many expired rows it left, because its time was up or somebody used them; counted to 10,000 where rows go one by one.</param>
/// <param name="Overdue">For how long the oldest of those should have been gone; zero when there are none.</param>
public sealed record SweptRule(string Rule, long Removed, int Partitions, long Backlog, TimeSpan Overdue);
