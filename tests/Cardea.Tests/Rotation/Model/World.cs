namespace Cardea.Tests.Rotation.Model;

/// <summary>What can happen in a scenario. Losses, and answers that arrive at once, happen in all of them.</summary>
internal sealed record World
{
    /// <summary>How many requests and answers can be on their way at once: late, reordered, or sent by a second tab.</summary>
    public int OnTheirWay { get; init; }

    /// <summary>By how many moves the proof of a generation can lag behind. It limits how many <c>Reissued</c> follow each other.</summary>
    public int UnprovedMoves { get; init; } = 2;

    /// <summary>The database can fall back to what it has on its disk.</summary>
    public bool FallBack { get; init; }

    /// <summary>How many moves a fall-back can lose.</summary>
    public int LostMoves { get; init; } = 2;

    /// <summary>How often the access tokens are recalled.</summary>
    public int Recalls { get; init; }

    /// <summary>The client changes its password without its refresh token. With the token, the change is a refresh.</summary>
    public bool PasswordChange { get; init; }

    /// <summary>A thief copies what the client holds.</summary>
    public bool Thief { get; init; }

    /// <summary>Documented corner: an answer can be later than <c>RotateAfter</c>.</summary>
    public bool AnswersOutliveRotateAfter { get; init; }

    /// <summary>Documented corner: a request can be delayed until the grace of its token has closed.</summary>
    public bool RequestsOutliveTheGrace { get; init; }

    /// <summary>The outcomes that neither thief nor owner meet after the theft.</summary>
    public IReadOnlyCollection<Outcome> ExcludedAfterTheft { get; init; } = [];

    /// <summary>A client that is answered uses the new access token at once, so the generation is proved.</summary>
    public bool AccessTokensAreUsedAtOnce { get; init; }

    /// <summary>Resource APIs send no receipts.</summary>
    public bool NoReceipts { get; init; }

    /// <summary>
    /// After the theft, <c>proved</c> and <c>parent</c> follow two generations behind. Without this, a session without any proof
    /// has infinitely many states.
    /// </summary>
    public bool ProofFollowsAtTwo { get; init; }
}
