namespace Cardea.AspNetCore.Problems;

/// <summary>Marks Cardea's endpoints outside the groups of <see cref="ContractGroups"/>: no browser may guess another type of their answers.</summary>
internal sealed class OwnAnswers;
