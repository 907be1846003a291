using Cardea.Revocation;
using Cardea.Tokens;

namespace Cardea.Rotation;

/// <summary>What a node learns from an outcome: the row that decided it says more than the feed has told so far.</summary>
internal static class RotationKnowledge
{
    /// <summary>Takes note of what an outcome says of the session: it has ended, or its access tokens were recalled.</summary>
    public static void Learn(this RevocationFeed feed, SessionId sessionId, RotationOutcome outcome)
    {
        switch (outcome)
        {
            case RotationOutcome.Ended:
                feed.LearnEnd(sessionId);
                break;
            case RotationOutcome.Continued continued:
                feed.LearnRecalls(sessionId, continued.Grant.Recalls);
                break;
        }
    }
}
