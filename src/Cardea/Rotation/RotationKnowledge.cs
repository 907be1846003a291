using Cardea.Revocation;
using Cardea.Tokens;

namespace Cardea.Rotation;

/// <summary>Tells a node what an outcome says of a session. The row that decided the outcome says more than the feed has told so far.</summary>
internal static class RotationKnowledge
{
    /// <summary>Learns from an outcome that the session has ended, or that its access tokens were recalled.</summary>
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
