namespace Cardea.Tests.Rotation.Model;

/// <summary>What the table says about one presentation, and the row after it.</summary>
internal readonly record struct Decision(Outcome Outcome, int Parent, int Proved, int Generation);
