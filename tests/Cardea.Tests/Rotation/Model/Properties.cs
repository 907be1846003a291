namespace Cardea.Tests.Rotation.Model;

/// <summary>What must hold. The letters are those of the design's properties.</summary>
internal static class Properties
{
    public const string NoHonestReplay = "(a) The honest client is taken for a thief";

    public const string NoEndlessRefusal = "(a) The honest client refreshes without loss, and is refused or gets only access tokens that are refused";

    public const string NoOldToken = "(b) A token that is older than a proved generation is accepted outside the grace";

    public const string NoTokenOutlivesARecall = "(d) An access token outlives a recall";
}
