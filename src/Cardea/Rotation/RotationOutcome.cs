using Cardea.Revocation;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Rotation;

/// <summary>What presenting a refresh token came to. Four outcomes carry on, four refuse.</summary>
public abstract record RotationOutcome
{
    private RotationOutcome()
    {
    }

    /// <summary>The session goes on with a successor.</summary>
    /// <param name="Successor">The refresh token to answer with.</param>
    /// <param name="Subject">Whose session it is, as of now.</param>
    public abstract record Continued(RefreshToken Successor, SessionSubject Subject) : RotationOutcome;

    /// <summary>It was the current token, and the session moved on to its successor.</summary>
    /// <param name="Successor">The refresh token to answer with.</param>
    /// <param name="Subject">Whose session it is, as of now.</param>
    public sealed record Rotated(RefreshToken Successor, SessionSubject Subject) : Continued(Successor, Subject);

    /// <summary>It was used a moment ago, and gets the same successor again. Nothing was written.</summary>
    /// <param name="Successor">The refresh token to answer with.</param>
    /// <param name="Subject">Whose session it is, as of now.</param>
    public sealed record Repeated(RefreshToken Successor, SessionSubject Subject) : Continued(Successor, Subject);

    /// <summary>
    /// It was used some time ago, and nobody ever showed what it was answered with: the answer got lost. The generation
    /// that was lost is skipped and recalled.
    /// </summary>
    /// <param name="Successor">The refresh token to answer with.</param>
    /// <param name="Subject">Whose session it is, as of now.</param>
    /// <param name="Recall">Refuses the access tokens that were lost.</param>
    public sealed record Reissued(RefreshToken Successor, SessionSubject Subject, RevokedSession Recall) : Continued(Successor, Subject);

    /// <summary>It is newer than what the store knows: the store lost commits, and caught up.</summary>
    /// <param name="Successor">The refresh token to answer with.</param>
    /// <param name="Subject">Whose session it is, as of now.</param>
    public sealed record Healed(RefreshToken Successor, SessionSubject Subject) : Continued(Successor, Subject);

    /// <summary>It had been used, and its answer had been received: two hold it. The session is ended.</summary>
    /// <param name="UserId">The owner, who is to be told.</param>
    /// <param name="End">Refuses all access tokens of the session.</param>
    public sealed record Replayed(Accounts.UserId UserId, RevokedSession End) : RotationOutcome;

    /// <summary>The session was ended before, or its account is disabled. Not a theft.</summary>
    public sealed record Ended : RotationOutcome;

    /// <summary>The session was idle for too long, or past its absolute end.</summary>
    public sealed record Expired : RotationOutcome;

    /// <summary>No such session, or no token of ours.</summary>
    public sealed record Unknown : RotationOutcome;
}
