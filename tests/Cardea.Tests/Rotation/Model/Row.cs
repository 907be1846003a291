using Cardea.Tests.ModelChecking;

namespace Cardea.Tests.Rotation.Model;

/// <summary>The row of the one session. The successor of a token is determined, so a token is the number of its generation.</summary>
/// <param name="Generation">The generation of the current refresh token.</param>
/// <param name="Parent">The oldest generation that is repeated within the grace.</param>
/// <param name="Proved">The highest generation that is known to be received.</param>
/// <param name="GraceOpen">Whether the grace is open.</param>
/// <param name="Old">Cookie mode: <c>RotateAfter</c> has passed, so the next presentation moves the row.</param>
/// <param name="LowestAccepted">The lowest generation whose access tokens are accepted. Only a recall by generation asks for it.</param>
/// <param name="Recalls">How often the access tokens were recalled.</param>
internal readonly record struct Row(
    Small Generation,
    Small Parent,
    Small Proved,
    bool GraceOpen,
    bool Old,
    Small LowestAccepted,
    Small Recalls)
{
    /// <summary>The row of a new session. It accepts every access token.</summary>
    public static Row New { get; } = default(Row) with { LowestAccepted = AccessToken.NoGeneration };

    /// <summary>Notes that the current generation was received. The first proof opens the grace again.</summary>
    public Row Prove(Rules rules) => Proved >= Generation
        ? this
        : this with { Proved = Generation, GraceOpen = GraceOpen || (!rules.TimesCountFromTheMove && !rules.NoGrace) };

    /// <summary>Refuses all access tokens that are out.</summary>
    public Row Recall() => this with { LowestAccepted = Math.Max(LowestAccepted, Generation + 1), Recalls = Recalls + 1 };

    public bool Accepts(AccessToken access, Rules rules) =>
        rules.RecallByGeneration ? access.Generation >= LowestAccepted : access.Recalls >= Recalls;
}
