using Cardea.Revocation;
using Cardea.Rotation;

namespace Cardea.Tests.Rotation;

/// <summary>The table of outcomes, row by row.</summary>
public sealed class RotationRulesTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly RotationRows _rows = new();

    private TimeSpan Grace => _rows.Grace;

    [Fact]
    public void Without_a_row_the_token_is_unknown() =>
        Assert.Equal(new(new RotationOutcome.Unknown()), RotationRules.Decide(_rows.First, row: null, RotationRows.Moved, _rows.Options));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_session_that_was_ended_stays_ended_and_is_no_theft(int presented)
    {
        var ended = _rows.Row(2) with { IsLive = false };

        Assert.Equal(new(new RotationOutcome.Ended()), _rows.Present(presented, ended, TimeSpan.Zero));
        Assert.Equal(new(new RotationOutcome.Ended()), _rows.Present(presented, ended, TimeSpan.FromDays(15)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_session_idle_for_the_whole_timeout_or_past_its_end_has_expired_whatever_is_presented(int presented)
    {
        Assert.Equal(new(new RotationOutcome.Expired()), _rows.Present(presented, _rows.Row(2), _rows.Options.IdleTimeout));

        var recent = _rows.Row(2) with { RotatedAt = _rows.First.SessionId.AbsoluteEnd };
        Assert.Equal(new(new RotationOutcome.Expired()), _rows.Present(presented, recent, TimeSpan.FromDays(30)));
    }

    [Fact]
    public void A_session_idle_for_less_goes_on()
    {
        Assert.IsType<RotationOutcome.Rotated>(_rows.Present(2, _rows.Row(2), _rows.Options.IdleTimeout - Tick).Outcome);

        var recent = _rows.Row(2) with { RotatedAt = _rows.First.SessionId.AbsoluteEnd };
        Assert.IsType<RotationOutcome.Rotated>(_rows.Present(2, recent, TimeSpan.FromDays(30) - Tick).Outcome);
    }

    [Fact]
    public void The_current_token_moves_the_session_to_its_successor() =>
        _rows.AssertMoves<RotationOutcome.Rotated>(_rows.Present(2, _rows.Row(2, recalls: 5), TimeSpan.FromHours(1)), 3, parent: 1, proved: 2, recalls: 5);

    [Fact]
    public void A_session_that_never_moved_moves_on() =>
        _rows.AssertMoves<RotationOutcome.Rotated>(_rows.Present(0, _rows.Row(0), TimeSpan.Zero), 1, parent: 0, proved: 0);

    [Fact]
    public void A_token_of_the_current_generation_with_another_secret_touches_nothing()
    {
        var other = _rows.Row(2) with { TokenHash = _rows.First.Hash.ToArray() };

        Assert.Equal(new(new RotationOutcome.Unknown()), _rows.Present(2, other, TimeSpan.Zero));
        Assert.Equal(new(new RotationOutcome.Unknown()), _rows.Present(2, other, TimeSpan.FromDays(1)));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(6)]
    public void A_repeat_within_the_grace_gets_the_current_token_whatever_is_proved(int proved)
    {
        foreach (var presented in (int[])[3, 4, 5])
        {
            _rows.AssertStays<RotationOutcome.Repeated>(_rows.Present(presented, _rows.Row(6, parent: 3, proved), TimeSpan.Zero), 6);
            _rows.AssertStays<RotationOutcome.Repeated>(_rows.Present(presented, _rows.Row(6, parent: 3, proved), Grace - Tick), 6);
        }
    }

    [Fact]
    public void A_repeat_after_the_grace_of_what_is_not_proved_is_issued_again_and_recalls_the_lost_access_tokens()
    {
        var decision = _rows.Present(1, _rows.Row(2, recalls: 4), Grace);

        _rows.AssertMoves<RotationOutcome.Reissued>(decision, 3, parent: 1, proved: 1, recalls: 5);
        Assert.Equal([new RevokedSession(_rows.First.SessionId, 5, RotationRows.Life)], decision.Outcome.Revoked);
    }

    [Fact]
    public void An_answer_may_get_lost_again_and_again()
    {
        // Eight losses in a row: what was issued again moves neither the parent nor what is proved, however far back they are.
        for (var generation = 2; generation < 10; generation++)
        {
            var row = _rows.Row(generation, parent: 1, proved: 1, recalls: generation - 2);
            _rows.AssertStays<RotationOutcome.Repeated>(_rows.Present(1, row, Grace - Tick), generation);
            _rows.AssertMoves<RotationOutcome.Reissued>(_rows.Present(1, row, Grace), generation + 1, parent: 1, proved: 1, recalls: generation - 1);
        }
    }

    [Fact]
    public void A_generation_that_was_given_up_for_lost_and_turns_up_late_goes_on()
    {
        var row = _rows.Row(3, parent: 1, proved: 1, recalls: 1);

        _rows.AssertStays<RotationOutcome.Repeated>(_rows.Present(2, row, TimeSpan.Zero), 3);
        _rows.AssertMoves<RotationOutcome.Reissued>(_rows.Present(2, row, Grace), 4, parent: 1, proved: 1, recalls: 2);
    }

    [Theory]
    [InlineData(1, 2, 2)]
    [InlineData(1, 6, 6)]
    [InlineData(0, 2, 2)]
    [InlineData(5, 6, 6)]
    [InlineData(4, 6, 5)]
    public void A_repeat_after_the_grace_of_what_is_older_than_what_is_proved_is_a_replay(int presented, int generation, int proved) =>
        AssertReplayed(_rows.Present(presented, _rows.Row(generation, parent: 0, proved), Grace));

    [Fact]
    public void What_is_older_than_the_parent_is_a_replay_within_the_grace_too() =>
        AssertReplayed(_rows.Present(2, _rows.Row(6, parent: 3, proved: 5), TimeSpan.Zero));

    [Fact]
    public void A_token_that_does_not_lead_to_the_current_one_is_a_replay() =>
        AssertReplayed(_rows.Present(1, _rows.Row(2) with { TokenHash = _rows.First.Hash.ToArray() }, TimeSpan.Zero));

    [Fact]
    public void Without_reissue_every_late_repeat_is_a_replay()
    {
        _rows.Options.ReissueAfterLoss = false;

        _rows.AssertStays<RotationOutcome.Repeated>(_rows.Present(1, _rows.Row(2), Grace - Tick), 2);
        AssertReplayed(_rows.Present(1, _rows.Row(2), Grace));
    }

    [Fact]
    public void Without_a_grace_only_a_loss_is_forgiven()
    {
        _rows.Options.RefreshGrace = TimeSpan.Zero;

        Assert.IsType<RotationOutcome.Reissued>(_rows.Present(1, _rows.Row(2), TimeSpan.Zero).Outcome);
        AssertReplayed(_rows.Present(1, _rows.Row(2, proved: 2), TimeSpan.Zero));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    public void A_token_newer_than_the_row_heals_it(int presented) =>
        Assert.IsType<RotationOutcome.Healed>(_rows.Present(presented, _rows.Row(2, proved: 2), TimeSpan.FromDays(1)).Outcome);

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public void A_clock_set_back_makes_a_move_just_made(int days)
    {
        var back = TimeSpan.FromDays(-days);

        Assert.IsType<RotationOutcome.Rotated>(_rows.Present(2, _rows.Row(2), back).Outcome);
        Assert.IsType<RotationOutcome.Repeated>(_rows.Present(1, _rows.Row(2, proved: 2), back).Outcome);
    }

    private void AssertReplayed(RotationDecision decision)
    {
        var end = RevokedSession.Ended(_rows.First.SessionId, RotationRows.Life);
        Assert.Equal(new(new RotationOutcome.Replayed(RotationRows.Owner.UserId, end)), decision);
        Assert.Equal([end], decision.Outcome.Revoked);
    }
}
