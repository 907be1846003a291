using Cardea.Revocation;
using Cardea.Tokens;

namespace Cardea.Rotation;

/// <summary>
/// The table of rotation outcomes. A store calls it with a row that nobody else can move meanwhile (or moves it with a
/// statement that compares generation and hash), and then writes what the outcome says.
/// </summary>
public static class RotationRules
{
    /// <summary>Names the outcome of presenting <paramref name="presented"/> to a session in <paramref name="state"/>.</summary>
    /// <param name="presented">A token whose tag is right, so that we issued it.</param>
    /// <param name="state">The session's row; <see langword="null"/> when there is none.</param>
    /// <param name="now">The time.</param>
    /// <param name="options">Grace, idle timeout, and whether a lost answer is issued again.</param>
    public static RotationOutcome Decide(RefreshToken presented, SessionRow? state, DateTimeOffset now, CardeaOptions options)
    {
        if (state is null)
        {
            return new RotationOutcome.Unknown();
        }

        if (!state.Live)
        {
            return new RotationOutcome.Ended();
        }

        // A clock that was set back makes the move look as if it lay ahead: it then counts as just made.
        var sinceMove = TimeSpan.FromTicks(Math.Max(0, (now - state.RotatedAt).Ticks));
        if (sinceMove >= options.IdleTimeout)
        {
            return new RotationOutcome.Expired();
        }

        if (presented.Generation > state.Generation)
        {
            return new RotationOutcome.Healed(presented.Next(), state.Subject);
        }

        if (presented.Generation == state.Generation)
        {
            // Every genuine token of one generation is the same: another hash is not of our making, and touches nothing.
            return presented.Matches(state.TokenHash.Span)
                ? new RotationOutcome.Rotated(presented.Next(), state.Subject)
                : new RotationOutcome.Unknown();
        }

        if (presented.Generation == state.Parent && Current(presented, state) is { } current)
        {
            if (sinceMove < options.RefreshGrace)
            {
                return new RotationOutcome.Repeated(current, state.Subject);
            }

            if (!state.Received && options.ReissueAfterLoss)
            {
                var successor = current.Next();
                return new RotationOutcome.Reissued(
                    successor,
                    state.Subject,
                    new(presented.SessionId, successor.Generation, now + options.RevocationLifetime));
            }
        }

        return new RotationOutcome.Replayed(
            state.Subject.UserId,
            new(presented.SessionId, RevokedSession.None, now + options.RevocationLifetime));
    }

    // The session was moved on by this token, or without it.
    private static RefreshToken? Current(RefreshToken parent, SessionRow state) =>
        parent.Descend(state.Generation) is var descendant && descendant.Matches(state.TokenHash.Span) ? descendant
        : parent.Renewed() is var renewed && renewed.Generation == state.Generation && renewed.Matches(state.TokenHash.Span) ? renewed
        : null;
}
