using Cardea.Revocation;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Rotation;

/// <summary>What presenting a refresh token came to. With a <see cref="Continued"/> the session goes on; the others refuse.</summary>
internal abstract record RotationOutcome
{
    private RotationOutcome()
    {
    }

    /// <summary>What it revoked, durably.</summary>
    public virtual IReadOnlyList<RevokedSession> Revoked => [];

    /// <summary>The session goes on.</summary>
    /// <param name="Grant">What its tokens are made from.</param>
    public abstract record Continued(SessionGrant Grant) : RotationOutcome;

    /// <summary>It was the current token, and the session moved on to its successor.</summary>
    /// <param name="Grant">What the session's tokens are made from.</param>
    public sealed record Rotated(SessionGrant Grant) : Continued(Grant);

    /// <summary>It was used a moment ago, and gets the current token again. Nothing moved.</summary>
    /// <param name="Grant">What the session's tokens are made from.</param>
    public sealed record Repeated(SessionGrant Grant) : Continued(Grant);

    /// <summary>
    /// It was used some time ago, and what was sent then got lost. The generation that was lost is skipped, and access tokens
    /// up to now are recalled.
    /// </summary>
    /// <param name="Grant">What the session's tokens are made from.</param>
    /// <param name="Recall">Refuses the access tokens that were lost.</param>
    public sealed record Reissued(SessionGrant Grant, RevokedSession Recall) : Continued(Grant)
    {
        /// <inheritdoc/>
        public override IReadOnlyList<RevokedSession> Revoked => [Recall];
    }

    /// <summary>It is newer than what the store knows: the store lost commits, and caught up.</summary>
    /// <param name="Grant">What the session's tokens are made from.</param>
    public sealed record Healed(SessionGrant Grant) : Continued(Grant);

    /// <summary>No refresh token was presented: the client keeps the one that it has, and gets a new access token.</summary>
    /// <param name="Grant">What the access token is made from.</param>
    public sealed record Kept(SessionGrant Grant) : Continued(Grant);

    /// <summary>It is older than what was proved to be received: two hold it. The session is ended.</summary>
    /// <param name="Owner">Whose session it was; they are told.</param>
    /// <param name="End">Refuses all access tokens of the session.</param>
    public sealed record Replayed(UserId Owner, RevokedSession End) : RotationOutcome
    {
        /// <inheritdoc/>
        public override IReadOnlyList<RevokedSession> Revoked => [End];
    }

    /// <summary>The session was ended before, or its account is disabled. Not a theft.</summary>
    public sealed record Ended : RotationOutcome;

    /// <summary>The session was idle for too long, or is past its absolute end.</summary>
    public sealed record Expired : RotationOutcome;

    /// <summary>There is no such session, or the token is not its token.</summary>
    public sealed record Unknown : RotationOutcome;
}
