using Cardea.Revocation;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Rotation;

/// <summary>
/// The table of rotation outcomes, of sessions in bearer mode and in cookie mode. A store calls the table with a row that no other caller can move at the same time, and then writes the
/// decision. The statement that rotates many sessions at once writes <see cref="RotationOutcome.Rotated"/> by the same rules, for bearer
/// mode only.
/// </summary>
internal static class RotationRules
{
    /// <summary>The maximum number of earlier generations that a move keeps for late requests.</summary>
    public const int MostParents = 4;

    /// <summary>Decides the outcome of presenting <paramref name="presented"/> to a session.</summary>
    /// <param name="presented">A token whose tag is right, so Cardea issued it.</param>
    /// <param name="row">The session's row; <see langword="null"/> if there is none.</param>
    /// <param name="now">The time by the store's clock.</param>
    /// <param name="options">The grace, the idle timeout, the age at which a cookie moves, and the setting that issues a lost answer again.</param>
    public static RotationDecision Decide(RefreshToken presented, SessionRow? row, DateTimeOffset now, CardeaOptions options)
    {
        if (row is null)
        {
            return new(new RotationOutcome.Unknown());
        }

        if (!row.IsLive)
        {
            return new(new RotationOutcome.Ended());
        }

        // After the clock was set back, the move can lie in the future. The move then counts as just made.
        var sinceMove = TimeSpan.FromTicks(Math.Max(0, (now - row.RotatedAt).Ticks));
        if (sinceMove >= options.IdleTimeout || presented.SessionId.AbsoluteEnd <= now)
        {
            return new(new RotationOutcome.Expired());
        }

        var isInGrace = sinceMove < options.GraceOf(presented.Transport);
        return presented.Generation.CompareTo(row.Generation) switch
        {
            > 0 => presented.IsOfCookie ? CatchUp(presented, row, now) : Heal(presented, row, now),

            // All genuine tokens of one generation are equal. A token with another hash is not from Cardea, and changes nothing.
            0 when !presented.Matches(row.TokenHash.Span) => new(new RotationOutcome.Unknown()),
            0 when presented.IsOfCookie && (row.Proved < row.Generation || sinceMove < options.CookieRotation) => Keep(presented, row, now),
            0 => Rotate(presented, row, isInGrace, now),
            _ => LookBack(presented, row, isInGrace, options.ReissueAfterLoss, now),
        };
    }

    /// <summary>
    /// Decides how a session goes on after its user has just proved their identity again. Only the refresh token that came with the request
    /// moves the generation.
    /// </summary>
    /// <param name="proof">The session, and how the user proved their identity.</param>
    /// <param name="row">The session's row; <see langword="null"/> if there is none.</param>
    /// <param name="now">The time by the store's clock.</param>
    /// <param name="options">The grace, the idle timeout, and the setting that issues a lost answer again.</param>
    public static RotationDecision Decide(SessionProof proof, SessionRow? row, DateTimeOffset now, CardeaOptions options)
    {
        if (row?.Subject.UserId != proof.Owner || (proof.Presented is { } token && token.SessionId != proof.SessionId))
        {
            return new(new RotationOutcome.Unknown());
        }

        var proved = row with { Subject = row.Subject with { AuthTime = now, Amr = proof.Amr } };
        if (proof.Presented is { } presented)
        {
            return Decide(presented, proved, now, options);
        }

        return new(Decide(proof.SessionId, proved, now, options));
    }

    /// <summary>Decides how a session goes on for a caller that it is known to, without a refresh token. Nothing moves.</summary>
    /// <param name="session">The session.</param>
    /// <param name="row">The session's row; <see langword="null"/> if there is none.</param>
    /// <param name="now">The time by the store's clock.</param>
    /// <param name="options">The idle timeout.</param>
    public static RotationOutcome Decide(SessionId session, SessionRow? row, DateTimeOffset now, CardeaOptions options)
    {
        if (row is null)
        {
            return new RotationOutcome.Unknown();
        }

        if (!row.IsLive)
        {
            return new RotationOutcome.Ended();
        }

        return now - row.RotatedAt >= options.IdleTimeout || session.AbsoluteEnd <= now
            ? new RotationOutcome.Expired()
            : new RotationOutcome.Kept(new(session, Successor: null, row.Subject, row.Recalls, now));
    }

    // Only the browser proves that it has a cookie: it sends the cookie back. Until then, the cookie never moves. The first proof is all
    // that is written.
    private static RotationDecision Keep(RefreshToken presented, SessionRow row, DateTimeOffset now) => new(
        new RotationOutcome.Kept(Grant(presented, row, row.Recalls, now) with { Successor = null }),
        row.Proved < row.Generation ? new(row.Generation, row.Parent, row.Generation, row.Recalls, row.TokenHash) : null);

    // The browser may still get an older cookie, from an answer that is late. So a cookie session does not move on here.
    private static RotationDecision CatchUp(RefreshToken presented, SessionRow row, DateTimeOffset now)
    {
        var parent = Math.Max(Math.Min(row.Parent, row.Generation), presented.Generation - MostParents);
        return new(
            new RotationOutcome.Healed(Grant(presented, row, row.Recalls, now) with { Successor = null }),
            Move(presented, parent, presented.Generation, row.Recalls));
    }

    private static RotationDecision Heal(RefreshToken presented, SessionRow row, DateTimeOffset now)
    {
        var successor = presented.Next();
        var parent = Math.Max(Math.Min(row.Parent, row.Generation), successor.Generation - MostParents);
        return new(
            new RotationOutcome.Healed(Grant(successor, row, row.Recalls, now)),
            Move(successor, parent, presented.Generation, row.Recalls));
    }

    private static RotationDecision Rotate(RefreshToken presented, SessionRow row, bool isInGrace, DateTimeOffset now)
    {
        // A token that was acceptable just before the move stays acceptable, so a late request gets its answer.
        var successor = presented.Next();
        var parent = Math.Max(isInGrace ? row.Parent : row.Proved, successor.Generation - MostParents);
        return new(
            new RotationOutcome.Rotated(Grant(successor, row, row.Recalls, now)),
            Move(successor, parent, presented.Generation, row.Recalls));
    }

    private static RotationDecision LookBack(RefreshToken presented, SessionRow row, bool isInGrace, bool reissues, DateTimeOffset now)
    {
        // A token older than both is refused. No secret is derived from it.
        if (presented.Generation >= Math.Min(row.Parent, row.Proved)
            && presented.Descend(row.Generation) is var current
            && current.Matches(row.TokenHash.Span))
        {
            // An answer with a cookie may come at any time, and in any order. So the old cookie is good until the new one comes back.
            if ((isInGrace && presented.Generation >= row.Parent) || (presented.IsOfCookie && presented.Generation >= row.Proved))
            {
                return new(new RotationOutcome.Repeated(Grant(current, row, row.Recalls, now)));
            }

            if (reissues && !presented.IsOfCookie && presented.Generation >= row.Proved)
            {
                var successor = current.Next();
                var recalls = row.Recalls + 1;
                return new(
                    new RotationOutcome.Reissued(Grant(successor, row, recalls, now), new(presented.SessionId, recalls, row.RevocationLife)),
                    Move(successor, row.Parent, row.Proved, recalls));
            }
        }

        return new(new RotationOutcome.Replayed(row.Subject.UserId, RevokedSession.Ended(presented.SessionId, row.RevocationLife)));
    }

    private static SessionGrant Grant(RefreshToken successor, SessionRow row, int recalls, DateTimeOffset now) =>
        new(successor.SessionId, successor, row.Subject, recalls, now);

    private static RotationMove Move(RefreshToken successor, int parent, int proved, int recalls) =>
        new(successor.Generation, parent, proved, recalls, successor.Hash.ToArray());
}
