using Cardea.Revocation;
using Cardea.Rotation;
using Cardea.Tokens;

namespace Cardea.Stores.Tests.Contract;

/// <summary>A token presented again, long after it was used: was its answer lost, or was it stolen? Receipts tell.</summary>
public abstract class LostAnswerTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Fact]
    public async Task A_lost_answer_is_issued_again_after_the_grace_as_the_generation_after_it()
    {
        var (first, lost) = await LoseAnswerAsync();

        var reissued = Assert.IsType<RotationOutcome.Reissued>(await RotateAsync(first));

        AssertSame(lost.Next(), reissued.Grant.Successor!);
        Assert.Equal(Alice, reissued.Grant.Subject.UserId);
        await RotateAsync<RotationOutcome.Rotated>(reissued.Grant.Successor!);
    }

    [Fact]
    public async Task Issuing_a_lost_answer_again_recalls_its_access_tokens()
    {
        var (first, _) = await LoseAnswerAsync();

        var reissued = Assert.IsType<RotationOutcome.Reissued>(await RotateAsync(first));

        Assert.Equal(new(first.SessionId, 1, RevocationLife), reissued.Recall);
        Assert.Equal(1, reissued.Grant.Recalls);
        Assert.Equal([reissued.Recall], await ReadRevokedAsync());
    }

    [Fact]
    public async Task An_answer_issued_again_is_repeated_within_its_grace()
    {
        var (first, _) = await LoseAnswerAsync();
        var successor = await RotateAsync<RotationOutcome.Reissued>(first);

        AssertSame(successor, await RotateAsync<RotationOutcome.Repeated>(first));
        AssertSame(successor, await RotateAsync<RotationOutcome.Repeated>(first));
    }

    [Fact]
    public async Task An_answer_can_be_lost_many_times_in_a_row()
    {
        var (first, last) = await LoseAnswerAsync();
        for (var round = 0; round < 5; round++)
        {
            var again = await RotateAsync<RotationOutcome.Reissued>(first);
            AssertSame(last.Next(), again);
            last = again;
            Clock.Advance(Options.RefreshGrace);
        }

        await RotateAsync<RotationOutcome.Rotated>(last);
    }

    [Fact]
    public async Task A_lost_answer_that_arrives_late_is_good_until_a_later_one_is_proved()
    {
        var (first, lost) = await LoseAnswerAsync();
        var successor = await RotateAsync<RotationOutcome.Reissued>(first);
        AssertSame(successor, await RotateAsync<RotationOutcome.Repeated>(lost));
        Clock.Advance(Options.RefreshGrace);
        successor = await RotateAsync<RotationOutcome.Reissued>(lost);
        await ReceiveAsync(successor);
        Clock.Advance(Options.RefreshGrace);

        Assert.IsType<RotationOutcome.Replayed>(await RotateAsync(lost));
        Assert.IsType<RotationOutcome.Ended>(await RotateAsync(successor));
    }

    [Fact]
    public async Task A_token_whose_answer_was_received_is_a_replay_after_the_grace()
    {
        var (first, received) = await LoseAnswerAsync();
        await ReceiveAsync(received);
        Clock.Advance(Options.RefreshGrace);

        var replayed = Assert.IsType<RotationOutcome.Replayed>(await RotateAsync(first));

        Assert.Equal(Alice, replayed.Owner);
        Assert.Equal(RevokedSession.Ended(first.SessionId, RevocationLife), replayed.End);
        Assert.Equal([replayed.End], await ReadRevokedAsync());
    }

    [Fact]
    public async Task Replaying_a_token_ends_its_session_and_no_other()
    {
        var other = await SignInAsync(Alice);
        var (first, received) = await LoseAnswerAsync();
        await ReceiveAsync(received);
        Clock.Advance(Options.RefreshGrace);
        Assert.IsType<RotationOutcome.Replayed>(await RotateAsync(first));

        Assert.IsType<RotationOutcome.Ended>(await RotateAsync(first));
        Assert.IsType<RotationOutcome.Ended>(await RotateAsync(received));
        Assert.Equal(other.SessionId, Assert.Single(await Node.Sessions.ListAsync(Alice, Stop)).Id);
        await RotateAsync<RotationOutcome.Rotated>(other);
    }

    [Fact]
    public async Task Without_reissue_every_late_repeat_is_a_replay()
    {
        await RestartAsync(options => options.ReissueAfterLoss = false);
        var (first, _) = await LoseAnswerAsync();

        Assert.IsType<RotationOutcome.Replayed>(await RotateAsync(first));
    }

    [Fact]
    public async Task A_token_that_is_older_than_a_proved_one_is_a_replay_after_the_grace()
    {
        var first = await SignInAsync(Alice);
        var second = await RotateAsync<RotationOutcome.Rotated>(first);
        var third = await RotateAsync<RotationOutcome.Rotated>(second);
        Clock.Advance(Options.RefreshGrace);

        Assert.IsType<RotationOutcome.Replayed>(await RotateAsync(first));
        Assert.IsType<RotationOutcome.Ended>(await RotateAsync(third));
    }

    [Fact]
    public async Task An_older_token_of_another_lineage_is_a_replay()
    {
        var first = await SignInAsync(Alice);
        await RotateAsync<RotationOutcome.Rotated>(first);

        Assert.IsType<RotationOutcome.Replayed>(await RotateAsync(Key.Begin(first.SessionId)));
    }

    [Fact]
    public async Task A_receipt_proves_its_own_generation_only()
    {
        var (first, lost) = await LoseAnswerAsync();
        await Node.Rotations.RecordReceiptsAsync(
            [
                new(first.SessionId, Recalls: 0, first.Generation),
                new(lost.SessionId, Recalls: 0, lost.Generation + 1),
                new(Key.Begin(new(Guid.CreateVersion7(Clock.GetUtcNow()))).SessionId, Recalls: 0, lost.Generation),
            ],
            Stop);

        await RotateAsync<RotationOutcome.Reissued>(first);
    }

    [Fact]
    public async Task A_receipt_does_not_outlive_the_move_to_the_next_generation()
    {
        var first = await SignInAsync(Alice);
        await ReceiveAsync(first);
        var second = await RotateAsync<RotationOutcome.Rotated>(first);
        await ReceiveAsync(second);
        await RotateAsync<RotationOutcome.Rotated>(second);
        Clock.Advance(Options.RefreshGrace);

        await RotateAsync<RotationOutcome.Reissued>(second);
    }

    [Fact]
    public async Task Many_receipts_are_recorded_at_once_and_again_without_harm()
    {
        var sessions = new List<(RefreshToken First, RefreshToken Second)>();
        for (var i = 0; i < 50; i++)
        {
            sessions.Add(await LoseAnswerAsync());
        }

        var receipts = sessions.ConvertAll(session => new AccessTokenId(session.Second.SessionId, Recalls: 0, session.Second.Generation));
        await Node.Rotations.RecordReceiptsAsync(receipts, Stop);
        await Node.Rotations.RecordReceiptsAsync(receipts, Stop);
        await Node.Rotations.RecordReceiptsAsync([], Stop);
        Clock.Advance(Options.RefreshGrace);

        foreach (var (first, _) in sessions)
        {
            Assert.IsType<RotationOutcome.Replayed>(await RotateAsync(first));
        }
    }

    /// <summary>Signs in and rotates, and lets the grace pass: whether the answer arrived is open.</summary>
    private async Task<(RefreshToken First, RefreshToken Second)> LoseAnswerAsync()
    {
        var first = await SignInAsync(Alice);
        var second = await RotateAsync<RotationOutcome.Rotated>(first);
        Clock.Advance(Options.RefreshGrace);
        return (first, second);
    }
}
