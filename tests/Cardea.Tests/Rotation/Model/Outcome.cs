namespace Cardea.Tests.Rotation.Model;

/// <summary>The outcomes for a token that Cardea issued to a live session.</summary>
internal enum Outcome
{
    Kept,
    Rotated,
    Repeated,
    Reissued,
    Healed,
    Replayed,
}
