namespace Cardea.Sweeping;

/// <summary>What a sweep did by one rule.</summary>
/// <param name="Rule">The rule, named after the table that it keeps small.</param>
/// <param name="Removed">How many expired rows it removed. A large number is an estimate.</param>
/// <param name="Partitions">How many whole partitions it removed. Zero where rows are removed one by one.</param>
/// <param name="Backlog">
/// How many expired rows it left, because the time was up or the rows were in use. Counted up to 10,000 where rows are removed
/// one by one.
/// </param>
/// <param name="Overdue">How long ago the oldest row of the backlog expired. Zero if there is no backlog.</param>
internal sealed record SweptRule(string Rule, long Removed, int Partitions, long Backlog, TimeSpan Overdue);
