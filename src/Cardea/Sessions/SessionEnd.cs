using Cardea.Revocation;
using Cardea.Tokens;

namespace Cardea.Sessions;

/// <summary>The result of ending a session.</summary>
internal abstract record SessionEnd
{
    private SessionEnd()
    {
    }

    /// <summary>The session is now ended, durably.</summary>
    /// <param name="End">The revocation.</param>
    /// <param name="Owner">The owner of the session.</param>
    public sealed record Ended(RevokedSession End, UserId Owner) : SessionEnd;

    /// <summary>The session was ended before.</summary>
    public sealed record Over : SessionEnd;

    /// <summary>There is no such session, the session is past its absolute end, or it belongs to another user.</summary>
    public sealed record NotFound : SessionEnd;

    /// <summary>The acting session is over, or its user is not entitled. Nothing changed.</summary>
    public sealed record ActorRefused : SessionEnd;
}
