using Cardea.Validation.Problems;

namespace Cardea.AspNetCore.Attempts;

/// <summary>What a guess at a credential came to.</summary>
/// <param name="Value">What was found; <see langword="null"/> when it was wrong.</param>
/// <param name="Refusal">The answer, when it was not looked at.</param>
internal readonly record struct Guess<T>(T? Value, Problem? Refusal)
    where T : class;
