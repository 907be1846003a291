using Cardea.Tests.ModelChecking;

namespace Cardea.Tests.Rotation.Model;

/// <summary>What presenting a refresh token came to.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Row">The row afterwards.</param>
/// <param name="Successor">The refresh token in the answer, if there is one.</param>
/// <param name="AgeRestarts">Whether the age of the generation counts from now.</param>
internal readonly record struct Presentation(Outcome Outcome, Row Row, Small? Successor, bool AgeRestarts)
{
    /// <summary>The access token in the answer.</summary>
    public AccessToken Access => new(Row.Generation, Row.Recalls);

    /// <summary>The same, and the answer has been received.</summary>
    public Presentation Prove(Rules rules) => this with { Row = Row.Prove(rules) };

    public override string ToString() => Successor is { } successor ? $"{Outcome}, gives {successor}" : $"{Outcome}";
}
