using Cardea.Accounts;
using Cardea.Revocation;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;
using CsCheck;

namespace Cardea.Tests.Rotation;

public sealed class RotationRulesTests
{
    private static readonly DateTimeOffset Moved = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);
    private static readonly SessionSubject Owner = new(new UserId("ada"), Moved, ["pwd"], ["admin"]);

    private readonly CardeaOptions _options = new();
    private readonly RefreshToken _first =
        new RefreshTokenKey(1, new byte[RefreshTokenKey.MaterialSize]).Begin(SessionId.Create(Moved.AddDays(30)));

    private TimeSpan Grace => _options.RefreshGrace;

    [Fact]
    public void Without_a_row_the_token_is_unknown() =>
        Assert.IsType<RotationOutcome.Unknown>(RotationRules.Decide(_first, state: null, Moved, _options));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_session_that_was_ended_stays_ended_and_is_no_theft(int presented)
    {
        var ended = Row(2) with { Live = false };

        Assert.IsType<RotationOutcome.Ended>(Present(presented, ended, TimeSpan.Zero));
        Assert.IsType<RotationOutcome.Ended>(Present(presented, ended, TimeSpan.FromDays(15)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_session_idle_for_the_whole_timeout_has_expired_whatever_is_presented(int presented) =>
        Assert.IsType<RotationOutcome.Expired>(Present(presented, Row(2), _options.IdleTimeout));

    [Fact]
    public void A_session_idle_for_less_goes_on() =>
        Assert.IsType<RotationOutcome.Rotated>(Present(2, Row(2), _options.IdleTimeout - Tick));

    [Fact]
    public void The_current_token_moves_the_session_to_its_successor()
    {
        var rotated = Assert.IsType<RotationOutcome.Rotated>(Present(2, Row(2), TimeSpan.FromHours(1)));

        Assert.Equal(_first.Descend(3).Reveal(), rotated.Successor.Reveal());
        Assert.Same(Owner, rotated.Subject);
    }

    [Fact]
    public void A_session_that_never_moved_moves_on() =>
        Assert.Equal(1, Assert.IsType<RotationOutcome.Rotated>(Present(0, Row(0), TimeSpan.Zero)).Successor.Generation);

    [Fact]
    public void A_token_of_the_current_generation_with_another_secret_touches_nothing() =>
        Assert.IsType<RotationOutcome.Unknown>(Present(2, Row(2) with { TokenHash = _first.Hash.ToArray() }, TimeSpan.Zero));

    [Fact]
    public void A_repeat_within_the_grace_gets_the_same_successor()
    {
        foreach (var elapsed in (TimeSpan[])[TimeSpan.Zero, Grace - Tick])
        {
            foreach (var received in (bool[])[false, true])
            {
                var repeated = Assert.IsType<RotationOutcome.Repeated>(Present(1, Row(2) with { Received = received }, elapsed));

                Assert.Equal(_first.Descend(2).Reveal(), repeated.Successor.Reveal());
                Assert.Same(Owner, repeated.Subject);
            }
        }
    }

    [Fact]
    public void A_repeat_at_the_end_of_the_grace_without_a_receipt_is_issued_again()
    {
        var reissued = Assert.IsType<RotationOutcome.Reissued>(Present(1, Row(2), Grace));

        Assert.Equal(_first.Descend(3).Reveal(), reissued.Successor.Reveal());
        Assert.Same(Owner, reissued.Subject);
    }

    [Fact]
    public void Issuing_again_recalls_the_generation_that_was_lost()
    {
        var reissued = Assert.IsType<RotationOutcome.Reissued>(Present(1, Row(2), Grace));

        Assert.Equal(new RevokedSession(_first.SessionId, 3, Moved + Grace + _options.RevocationLifetime), reissued.Recall);
    }

    [Fact]
    public void An_answer_may_get_lost_again_and_again()
    {
        // The row after a first loss: generation 2 was skipped, the parent is still 1.
        var reissuedOnce = Row(3) with { Parent = 1 };

        Assert.Equal(3, Assert.IsType<RotationOutcome.Repeated>(Present(1, reissuedOnce, TimeSpan.Zero)).Successor.Generation);
        Assert.Equal(4, Assert.IsType<RotationOutcome.Reissued>(Present(1, reissuedOnce, Grace)).Successor.Generation);
    }

    [Fact]
    public void A_skipped_generation_that_turns_up_is_a_replay() =>
        Assert.IsType<RotationOutcome.Replayed>(Present(2, Row(3) with { Parent = 1 }, TimeSpan.Zero));

    [Fact]
    public void A_repeat_after_the_grace_of_what_was_received_is_a_replay() =>
        Assert.IsType<RotationOutcome.Replayed>(Present(1, Row(2) with { Received = true }, Grace));

    [Fact]
    public void Without_reissue_every_late_repeat_is_a_replay()
    {
        _options.ReissueAfterLoss = false;

        Assert.IsType<RotationOutcome.Repeated>(Present(1, Row(2), Grace - Tick));
        Assert.IsType<RotationOutcome.Replayed>(Present(1, Row(2), Grace));
    }

    [Fact]
    public void Without_a_grace_only_a_loss_is_forgiven()
    {
        _options.RefreshGrace = TimeSpan.Zero;

        Assert.IsType<RotationOutcome.Reissued>(Present(1, Row(2), TimeSpan.Zero));
        Assert.IsType<RotationOutcome.Replayed>(Present(1, Row(2) with { Received = true }, TimeSpan.Zero));
    }

    [Fact]
    public void An_older_token_is_a_replay_that_ends_the_session_for_good()
    {
        var replayed = Assert.IsType<RotationOutcome.Replayed>(Present(0, Row(2), Tick));

        Assert.Equal(Owner.UserId, replayed.UserId);
        Assert.Equal(new RevokedSession(_first.SessionId, RevokedSession.None, Moved + Tick + _options.RevocationLifetime), replayed.End);
    }

    [Fact]
    public void A_parent_whose_descendant_is_not_the_stored_one_is_a_replay() =>
        Assert.IsType<RotationOutcome.Replayed>(Present(1, Row(2) with { TokenHash = _first.Hash.ToArray() }, TimeSpan.Zero));

    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    public void A_token_newer_than_the_row_heals_it(int presented)
    {
        var healed = Assert.IsType<RotationOutcome.Healed>(Present(presented, Row(2) with { Received = true }, TimeSpan.FromDays(1)));

        Assert.Equal(_first.Descend(presented + 1).Reveal(), healed.Successor.Reveal());
        Assert.Same(Owner, healed.Subject);
    }

    [Fact]
    public void After_a_healing_its_own_retry_is_a_repeat() =>
        Assert.IsType<RotationOutcome.Repeated>(Present(6, Row(7), TimeSpan.Zero));

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public void A_clock_set_back_makes_a_move_just_made(int days)
    {
        var back = TimeSpan.FromDays(-days);

        Assert.IsType<RotationOutcome.Rotated>(Present(2, Row(2), back));
        Assert.IsType<RotationOutcome.Repeated>(Present(1, Row(2) with { Received = true }, back));
    }

    [Fact]
    public void Whoever_goes_on_gets_a_descendant_and_the_session_never_goes_back() =>
        Gen.Select(Gen.Int[0, 8], Gen.Int[0, 8], Gen.Int[0, 8], Gen.Bool, Gen.Int[-60, 60]).Sample((presented, generation, parent, received, seconds) =>
        {
            var row = Row(generation) with { Parent = parent < generation ? parent : null, Received = received };
            if (Present(presented, row, TimeSpan.FromSeconds(seconds)) is RotationOutcome.Continued continued)
            {
                Assert.True(continued.Successor.Generation > presented);
                Assert.Equal(_first.Descend(continued.Successor.Generation).Reveal(), continued.Successor.Reveal());
                Assert.True(continued.Successor.Generation >= row.Generation + (continued is RotationOutcome.Repeated ? 0 : 1));
            }
            else
            {
                Assert.True(presented < generation);
            }
        });

    private RotationOutcome Present(int generation, SessionRow row, TimeSpan afterMove) =>
        RotationRules.Decide(_first.Descend(generation), row, Moved + afterMove, _options);

    private SessionRow Row(int generation) => new(
        generation,
        Parent: generation == 0 ? null : generation - 1,
        _first.Descend(generation).Hash.ToArray(),
        RotatedAt: Moved,
        Received: false,
        Live: true,
        Owner);
}
