using Cardea.Revocation;
using Cardea.Rotation;

namespace Cardea.Stores.Tests.Contract;

/// <summary>One session as the design says it behaves, on numbers alone: no hashes, no database.</summary>
/// <param name="Generation">The generation of its current token.</param>
/// <param name="Parent">The oldest generation that is repeated within the grace.</param>
/// <param name="Proved">The highest generation that is known to be received.</param>
/// <param name="Recalls">How often its access tokens were recalled.</param>
/// <param name="MovedAt">When it moved last, or when its generation was first proved.</param>
/// <param name="AuthTime">When its owner proved who they are.</param>
/// <param name="Ended">Whether it has ended.</param>
/// <param name="Lowest">The lowest number of recalls that is accepted, as the feed says; <see langword="null"/> while it says nothing.</param>
public sealed record SessionModel(
    int Generation, int Parent, int Proved, int Recalls, DateTimeOffset MovedAt, DateTimeOffset AuthTime, bool Ended, int? Lowest)
{
    public static SessionModel Begin(DateTimeOffset now) => new(0, 0, 0, 0, now, now, Ended: false, Lowest: null);

    public bool IsIdle(DateTimeOffset now, CardeaOptions options) => now - MovedAt >= options.IdleTimeout;

    /// <summary>Presents a token of that generation: the outcome, the generation it is answered with, and the session after it.</summary>
    public (string Outcome, int? Answer, SessionModel After) Present(int presented, DateTimeOffset now, CardeaOptions options)
    {
        if (Refuses(now, options) is { } refusal)
        {
            return (refusal, null, this);
        }

        var isInGrace = now - MovedAt < options.RefreshGrace;
        if (presented > Generation)
        {
            var parent = Math.Max(Math.Min(Parent, Generation), presented - 3);
            return (nameof(RotationOutcome.Healed), presented + 1, Move(presented + 1, parent, presented, now));
        }

        if (presented == Generation)
        {
            var parent = Math.Max(isInGrace ? Parent : Proved, presented - 3);
            return (nameof(RotationOutcome.Rotated), presented + 1, Move(presented + 1, parent, presented, now));
        }

        if (isInGrace && presented >= Parent)
        {
            return (nameof(RotationOutcome.Repeated), Generation, this);
        }

        return presented >= Proved && options.ReissueAfterLoss
            ? (nameof(RotationOutcome.Reissued), Generation + 1, Move(Generation + 1, Parent, Proved, now).Recall())
            : (nameof(RotationOutcome.Replayed), null, End());
    }

    /// <summary>Its owner proves again who they are, and perhaps presents a token of that generation.</summary>
    public (string Outcome, int? Answer, SessionModel After) Prove(int? presented, DateTimeOffset now, CardeaOptions options)
    {
        var (outcome, answer, after) = presented is { } generation
            ? Present(generation, now, options)
            : (Refuses(now, options) ?? nameof(RotationOutcome.Kept), null, this);
        var isProved = answer is not null || outcome == nameof(RotationOutcome.Kept);
        return (outcome, answer, isProved ? after with { AuthTime = now } : after);
    }

    /// <summary>An access token of that generation was accepted.</summary>
    public SessionModel Receive(int generation, DateTimeOffset now, CardeaOptions options) =>
        Refuses(now, options) is null && generation == Generation && Proved < Generation ? this with { Proved = Generation, MovedAt = now } : this;

    public SessionModel End() => this with { Ended = true, Lowest = RevokedSession.None };

    public SessionModel Recall() => this with { Recalls = Recalls + 1, Lowest = Recalls + 1 };

    /// <summary>A node knows what is refused, and the database may have forgotten it.</summary>
    public SessionModel WriteBack(int? known) => (Ended, known) switch
    {
        (false, RevokedSession.None) => End(),
        (false, { } recalls) when recalls > Recalls => this with { Recalls = recalls, Lowest = recalls },
        _ => this,
    };

    private string? Refuses(DateTimeOffset now, CardeaOptions options) => this switch
    {
        { Ended: true } => nameof(RotationOutcome.Ended),
        _ => IsIdle(now, options) ? nameof(RotationOutcome.Expired) : null,
    };

    private SessionModel Move(int generation, int parent, int proved, DateTimeOffset now) =>
        this with { Generation = generation, Parent = parent, Proved = proved, MovedAt = now };
}
