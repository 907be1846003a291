namespace Cardea.Sweeping;

/// <summary>What a sweep did by one rule.</summary>
/// <param name="Rule">The rule: the table it keeps small.</param>
/// <param name="Removed">How many expired rows it removed.</param>
/// <param name="Backlog">How many expired rows it left, because its time was up.</param>
public sealed record SweptRule(string Rule, long Removed, long Backlog);
