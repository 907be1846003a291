using Cardea.Revocation;
using Cardea.Tokens;

namespace Cardea.Sessions;

/// <summary>What ending one session came to.</summary>
internal abstract record SessionEnd
{
    private SessionEnd()
    {
    }

    /// <summary>It is ended now, durably.</summary>
    /// <param name="End">The revocation.</param>
    /// <param name="Owner">Whose session it was.</param>
    public sealed record Ended(RevokedSession End, UserId Owner) : SessionEnd;

    /// <summary>Somebody had ended it before.</summary>
    public sealed record Over : SessionEnd;

    /// <summary>There is no such session, it is past its absolute end, or it is somebody else's.</summary>
    public sealed record NotFound : SessionEnd;
}
