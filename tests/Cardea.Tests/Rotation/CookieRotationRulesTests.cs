using Cardea.Revocation;
using Cardea.Rotation;
using Cardea.Tokens;

namespace Cardea.Tests.Rotation;

/// <summary>The table of outcomes for the cookies of browsers, row by row.</summary>
public sealed class CookieRotationRulesTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly RotationRows _rows = new(TokenTransport.Cookie | TokenTransport.Persistent);

    [Fact]
    public void A_young_cookie_is_kept_and_nothing_is_written()
    {
        foreach (var elapsed in (TimeSpan[])[TimeSpan.Zero, _rows.Grace, Hour - Tick])
        {
            AssertKept(_rows.Present(3, _rows.Row(3, proved: 3, recalls: 2), elapsed), recalls: 2);
        }
    }

    [Fact]
    public void The_first_time_that_a_cookie_comes_back_proves_it_and_that_is_all_that_is_written()
    {
        foreach (var elapsed in (TimeSpan[])[TimeSpan.Zero, Hour, TimeSpan.FromDays(13)])
        {
            var decision = _rows.Present(3, _rows.Row(3, parent: 1, proved: 2, recalls: 2), elapsed);

            AssertKept(decision with { Move = null }, recalls: 2);
            var move = decision.Move!;
            Assert.Equal((3, 1, 3, 2), (move.Generation, move.Parent, move.Proved, move.Recalls));
            Assert.True(_rows.First.Descend(3).Matches(move.TokenHash.Span));
        }
    }

    [Fact]
    public void A_cookie_moves_when_it_is_proved_and_old() =>
        _rows.AssertMoves<RotationOutcome.Rotated>(_rows.Present(3, _rows.Row(3, parent: 1, proved: 3, recalls: 2), Hour), 4, parent: 3, proved: 3, recalls: 2);

    [Fact]
    public void A_cookie_moves_before_its_session_can_become_idle()
    {
        _rows.Options.IdleTimeout = TimeSpan.FromMinutes(70);

        AssertKept(_rows.Present(3, _rows.Row(3, proved: 3), TimeSpan.FromMinutes(30) - Tick));
        Assert.IsType<RotationOutcome.Rotated>(_rows.Present(3, _rows.Row(3, proved: 3), TimeSpan.FromMinutes(30)).Outcome);
    }

    [Fact]
    public void Until_the_new_cookie_comes_back_the_old_ones_repeat_without_a_limit_of_time()
    {
        foreach (var elapsed in (TimeSpan[])[TimeSpan.Zero, _rows.Grace, Hour, TimeSpan.FromDays(13)])
        {
            _rows.AssertStays<RotationOutcome.Repeated>(_rows.Present(2, _rows.Row(3, parent: 1, proved: 2), elapsed), 3);
            _rows.AssertStays<RotationOutcome.Repeated>(_rows.Present(1, _rows.Row(3, parent: 1, proved: 1), elapsed), 3);
        }
    }

    [Fact]
    public void Whether_lost_answers_are_issued_again_is_for_bearer_mode_only()
    {
        _rows.Options.ReissueAfterLoss = false;

        _rows.AssertStays<RotationOutcome.Repeated>(_rows.Present(2, _rows.Row(3, parent: 1, proved: 2), Hour), 3);
    }

    [Fact]
    public void An_old_cookie_repeats_within_the_grace_of_the_proof_and_is_a_replay_after_it()
    {
        _rows.AssertStays<RotationOutcome.Repeated>(_rows.Present(2, _rows.Row(3, parent: 2, proved: 3), _rows.Grace - Tick), 3);

        var end = RevokedSession.Ended(_rows.First.SessionId, RotationRows.Life);
        Assert.Equal(
            new(new RotationOutcome.Replayed(RotationRows.Owner.UserId, end)), _rows.Present(2, _rows.Row(3, parent: 2, proved: 3), _rows.Grace));
    }

    [Fact]
    public void A_cookie_has_a_grace_of_thirty_seconds_at_least()
    {
        _rows.Options.RefreshGrace = TimeSpan.Zero;

        _rows.AssertStays<RotationOutcome.Repeated>(_rows.Present(2, _rows.Row(3, parent: 2, proved: 3), TimeSpan.FromSeconds(30) - Tick), 3);
        Assert.IsType<RotationOutcome.Replayed>(_rows.Present(2, _rows.Row(3, parent: 2, proved: 3), TimeSpan.FromSeconds(30)).Outcome);
    }

    [Fact]
    public void A_row_that_lost_commits_catches_up_and_no_cookie_is_written()
    {
        foreach (var elapsed in (TimeSpan[])[TimeSpan.Zero, Hour, TimeSpan.FromDays(1)])
        {
            var decision = _rows.Present(6, _rows.Row(2, parent: 1, proved: 2, recalls: 3), elapsed);

            var healed = Assert.IsType<RotationOutcome.Healed>(decision.Outcome).Grant;
            Assert.Null(healed.Successor);
            Assert.Equal(TokenTransport.Cookie | TokenTransport.Persistent, healed.Transport);
            var move = decision.Move!;
            Assert.Equal((6, 2, 6, 3), (move.Generation, move.Parent, move.Proved, move.Recalls));
            Assert.True(_rows.First.Descend(6).Matches(move.TokenHash.Span));
        }
    }

    [Fact]
    public void A_cookie_of_another_secret_touches_nothing() => Assert.Equal(
        new(new RotationOutcome.Unknown()), _rows.Present(2, _rows.Row(2) with { TokenHash = _rows.First.Hash.ToArray() }, Hour));

    private void AssertKept(RotationDecision decision, int recalls = 0)
    {
        var kept = Assert.IsType<RotationOutcome.Kept>(decision.Outcome).Grant;
        Assert.Equal((_rows.First.SessionId, RotationRows.Owner, recalls), (kept.SessionId, kept.Subject, kept.Recalls));
        Assert.Null(kept.Successor);
        Assert.Equal(TokenTransport.Cookie | TokenTransport.Persistent, kept.Transport);
        Assert.True(decision.ChangesNothing);
    }
}
