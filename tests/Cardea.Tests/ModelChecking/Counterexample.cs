namespace Cardea.Tests.ModelChecking;

/// <summary>How a property is broken, in the fewest steps.</summary>
/// <param name="Broken">The property.</param>
/// <param name="Steps">What happens, one step after the other.</param>
internal sealed record Counterexample(string Broken, IReadOnlyList<string> Steps)
{
    public override string ToString() =>
        string.Join('\n', Steps.Select(static (step, index) => $"  {index + 1}. {step}").Prepend($"{Broken}:"));
}
