using Cardea.Revocation;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Rotation;

/// <summary>
/// The outcome of presenting a refresh token. With <see cref="Continued"/>, the session goes on. The other outcomes refuse the
/// token.
/// </summary>
internal abstract record RotationOutcome
{
    private RotationOutcome()
    {
    }

    /// <summary>The revocations that were stored durably.</summary>
    public virtual IReadOnlyList<RevokedSession> Revoked => [];

    /// <summary>The session goes on.</summary>
    /// <param name="Grant">The data that the session's tokens are made from.</param>
    public abstract record Continued(SessionGrant Grant) : RotationOutcome;

    /// <summary>The token was the current one. The session moved on to its successor.</summary>
    /// <param name="Grant">The data that the session's tokens are made from.</param>
    public sealed record Rotated(SessionGrant Grant) : Continued(Grant);

    /// <summary>The token was used a moment ago. The client gets the current token again. Nothing moved.</summary>
    /// <param name="Grant">The data that the session's tokens are made from.</param>
    public sealed record Repeated(SessionGrant Grant) : Continued(Grant);

    /// <summary>
    /// The token was used some time ago, and the answer got lost. The lost generation is skipped, and all access tokens up to now
    /// are recalled.
    /// </summary>
    /// <param name="Grant">The data that the session's tokens are made from.</param>
    /// <param name="Recall">Refuses the access tokens that were lost.</param>
    public sealed record Reissued(SessionGrant Grant, RevokedSession Recall) : Continued(Grant)
    {
        /// <inheritdoc/>
        public override IReadOnlyList<RevokedSession> Revoked => [Recall];
    }

    /// <summary>The token is newer than the store knows, because the store lost commits. The store caught up.</summary>
    /// <param name="Grant">The data that the session's tokens are made from.</param>
    public sealed record Healed(SessionGrant Grant) : Continued(Grant);

    /// <summary>
    /// The client keeps its present refresh token, and gets a new access token. The refresh token is a cookie that is young or whose answer
    /// may be lost, or no refresh token was presented.
    /// </summary>
    /// <param name="Grant">The data that the access token is made from.</param>
    public sealed record Kept(SessionGrant Grant) : Continued(Grant);

    /// <summary>The token is older than a token that is known to be received, so two parties hold the token. The session is ended.</summary>
    /// <param name="Owner">The owner of the session, who is told.</param>
    /// <param name="End">Refuses all access tokens of the session.</param>
    public sealed record Replayed(UserId Owner, RevokedSession End) : RotationOutcome
    {
        /// <inheritdoc/>
        public override IReadOnlyList<RevokedSession> Revoked => [End];
    }

    /// <summary>The session was ended before, or its account is disabled. This is not a theft.</summary>
    public sealed record Ended : RotationOutcome;

    /// <summary>The session was idle for too long, or is past its absolute end.</summary>
    public sealed record Expired : RotationOutcome;

    /// <summary>There is no such session, or the token does not belong to the session.</summary>
    public sealed record Unknown : RotationOutcome;
}
