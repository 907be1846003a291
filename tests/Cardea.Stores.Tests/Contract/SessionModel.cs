using System.Collections.Immutable;
using Cardea.Revocation;
using Cardea.Rotation;

namespace Cardea.Stores.Tests.Contract;

/// <summary>One session as the design says it behaves, on numbers alone: no hashes, no database.</summary>
/// <param name="Generation">The generation of its current token.</param>
/// <param name="Parent">The generation it was reached from.</param>
/// <param name="MovedAt">When.</param>
/// <param name="Received">Whether somebody showed an access token of this generation.</param>
/// <param name="Ended">Whether it has ended.</param>
/// <param name="Revocations">The lowest generations accepted, as the feed says, one after the other.</param>
public sealed record SessionModel(
    int Generation,
    int? Parent,
    DateTimeOffset MovedAt,
    bool Received,
    bool Ended,
    ImmutableList<(int Lowest, DateTimeOffset ExpiresAt)> Revocations)
{
    public static SessionModel Begin(DateTimeOffset now) => new(0, Parent: null, now, Received: false, Ended: false, []);

    public bool IsIdle(DateTimeOffset now, CardeaOptions options) => now - MovedAt >= options.IdleTimeout;

    /// <summary>Presents a token of that generation: the outcome, the generation it is answered with, and the session after it.</summary>
    public (string Outcome, int? Answer, SessionModel After) Present(int presented, DateTimeOffset now, CardeaOptions options)
    {
        if (Ended)
        {
            return (nameof(RotationOutcome.Ended), null, this);
        }

        if (IsIdle(now, options))
        {
            return (nameof(RotationOutcome.Expired), null, this);
        }

        if (presented >= Generation)
        {
            var outcome = presented == Generation ? nameof(RotationOutcome.Rotated) : nameof(RotationOutcome.Healed);
            return (outcome, presented + 1, Move(presented, presented + 1, now));
        }

        if (presented == Parent && now - MovedAt < options.RefreshGrace)
        {
            return (nameof(RotationOutcome.Repeated), Generation, this);
        }

        return presented == Parent && !Received && options.ReissueAfterLoss
            ? (nameof(RotationOutcome.Reissued), Generation + 1, Move(presented, Generation + 1, now).Revoke(Generation + 1, now, options))
            : (nameof(RotationOutcome.Replayed), null, End(now, options));
    }

    public SessionModel Show(int generation) => generation == Generation ? this with { Received = true } : this;

    public SessionModel End(DateTimeOffset now, CardeaOptions options) =>
        (this with { Ended = true }).Revoke(RevokedSession.None, now, options);

    private SessionModel Move(int parent, int generation, DateTimeOffset now) =>
        this with { Generation = generation, Parent = parent, MovedAt = now, Received = false };

    private SessionModel Revoke(int lowest, DateTimeOffset now, CardeaOptions options) =>
        this with { Revocations = Revocations.Add((lowest, now + options.RevocationLifetime)) };
}
