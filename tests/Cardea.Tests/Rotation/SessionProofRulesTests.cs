using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Tests.Rotation;

/// <summary>How a session goes on whose user has proved again who they are.</summary>
public sealed class SessionProofRulesTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);
    private static readonly string[] Amr = ["pwd", "otp"];

    private readonly RotationRows _rows = new();

    [Fact]
    public void Without_a_refresh_token_the_client_keeps_the_one_that_it_has()
    {
        var row = _rows.Row(3, recalls: 2);
        foreach (var elapsed in (TimeSpan[])[TimeSpan.Zero, _rows.Grace, _rows.Options.IdleTimeout - Tick])
        {
            var now = RotationRows.Moved + elapsed;
            var subject = RotationRows.Owner with { AuthTime = now, Amr = Amr };

            Assert.Equal(new(new RotationOutcome.Kept(new(_rows.First.SessionId, Successor: null, subject, Recalls: 2, now))), Decide(row, presented: null, elapsed));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_refresh_token_is_rotated_by_the_table(int presented)
    {
        var row = _rows.Row(2, parent: 1, proved: 1, recalls: 2);
        foreach (var elapsed in (TimeSpan[])[TimeSpan.Zero, _rows.Grace])
        {
            var now = RotationRows.Moved + elapsed;
            var alone = _rows.Present(presented, row with { Subject = RotationRows.Owner with { AuthTime = now, Amr = Amr } }, elapsed);
            var decision = Decide(row, _rows.First.Descend(presented), elapsed);

            Assert.Equal(alone.Outcome.GetType(), decision.Outcome.GetType());
            Assert.Equal(alone.Move?.Generation, decision.Move?.Generation);
            var grant = Assert.IsAssignableFrom<RotationOutcome.Continued>(decision.Outcome).Grant;
            Assert.Equal(now, grant.Subject.AuthTime);
            Assert.Equal(Amr, grant.Subject.Amr);
        }
    }

    [Fact]
    public void A_replayed_refresh_token_ends_the_session() =>
        Assert.IsType<RotationOutcome.Replayed>(Decide(_rows.Row(5), _rows.First, TimeSpan.FromHours(1)).Outcome);

    [Fact]
    public void A_refresh_token_of_another_session_is_refused_and_moves_neither()
    {
        var other = new RefreshTokenKey(1, new byte[RefreshTokenKey.MaterialSize]).Begin(SessionId.Create(RotationRows.Moved.AddDays(30)));

        Assert.Equal(new(new RotationOutcome.Unknown()), Decide(_rows.Row(2), other, TimeSpan.Zero));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void A_session_of_somebody_else_is_unknown_and_nothing_is_said_of_it(bool isLive, bool presents)
    {
        var row = _rows.Row(2) with { IsLive = isLive, Subject = RotationRows.Owner with { UserId = new UserId("eve") } };

        Assert.Equal(new(new RotationOutcome.Unknown()), Decide(row, presents ? _rows.First.Descend(2) : null, TimeSpan.Zero));
    }

    [Fact]
    public void A_session_that_is_not_there_is_unknown() =>
        Assert.Equal(new(new RotationOutcome.Unknown()), Decide(row: null, presented: null, TimeSpan.Zero));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_session_that_is_over_does_not_go_on(bool presents)
    {
        var presented = presents ? _rows.First.Descend(2) : null;
        var recent = _rows.Row(2) with { RotatedAt = _rows.First.SessionId.AbsoluteEnd };

        Assert.Equal(new(new RotationOutcome.Ended()), Decide(_rows.Row(2) with { IsLive = false }, presented, TimeSpan.Zero));
        Assert.Equal(new(new RotationOutcome.Expired()), Decide(_rows.Row(2), presented, _rows.Options.IdleTimeout));
        Assert.Equal(new(new RotationOutcome.Expired()), Decide(recent, presented, TimeSpan.FromDays(30)));
    }

    private RotationDecision Decide(SessionRow? row, RefreshToken? presented, TimeSpan afterMove) => RotationRules.Decide(
        new SessionProof(_rows.First.SessionId, RotationRows.Owner.UserId, Amr, presented), row, RotationRows.Moved + afterMove, _rows.Options);
}
