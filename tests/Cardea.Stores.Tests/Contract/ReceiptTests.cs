using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Stores.Tests.Contract;

/// <summary>A receipt proves the current generation of a live session, and nothing else.</summary>
public abstract class ReceiptTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Fact]
    public async Task The_first_receipt_begins_the_grace_anew_and_the_next_does_not()
    {
        var first = await SignInAsync(Alice);
        var second = await RotateAsync<RotationOutcome.Rotated>(first);
        Clock.Advance(Options.RefreshGrace - TimeSpan.FromSeconds(1));
        await ReceiveAsync(second);
        var proved = await ReadAsync(first);
        Assert.Equal(new(1, 0, 1, 0, Clock.GetUtcNow(), StoreProcess.Start), proved);
        Clock.Advance(TimeSpan.FromSeconds(1));

        await ReceiveAsync(second);

        Assert.Equal(proved, await ReadAsync(first));
    }

    [Fact]
    public async Task A_second_tab_that_comes_a_moment_after_the_proof_is_no_thief()
    {
        // One tab gets its answer late and uses it; the other presents the old token right after.
        var first = await SignInAsync(Alice);
        var second = await RotateAsync<RotationOutcome.Rotated>(first);
        Clock.Advance(Options.RefreshGrace + TimeSpan.FromSeconds(10));
        await ReceiveAsync(second);
        Clock.Advance(TimeSpan.FromSeconds(1));

        AssertSame(second, await RotateAsync<RotationOutcome.Repeated>(first));
    }

    [Fact]
    public async Task A_receipt_counts_for_a_live_session_only()
    {
        var ended = await RotateAsync<RotationOutcome.Rotated>(await SignInAsync(Alice));
        var idle = await RotateAsync<RotationOutcome.Rotated>(await SignInAsync(Alice));
        await Node.Sessions.EndAsync(ended.SessionId, Alice, EndReason.LoggedOut, Stop);
        await AssertUnchangedAsync(ended);
        Clock.Advance(Options.IdleTimeout);

        // Else a receipt would put the idle timeout off.
        await AssertUnchangedAsync(idle);
        Assert.IsType<RotationOutcome.Expired>(await RotateAsync(idle));
    }

    [Fact]
    public async Task A_receipt_counts_for_the_current_generation_only()
    {
        var first = await SignInAsync(Alice);
        var second = await RotateAsync<RotationOutcome.Rotated>(first);

        await AssertUnchangedAsync(first);
        await AssertUnchangedAsync(second.Next());
    }

    [Fact]
    public async Task A_token_that_came_without_a_refresh_token_is_no_receipt()
    {
        var second = await RotateAsync<RotationOutcome.Rotated>(await SignInAsync(Alice));
        var before = await ReadAsync(second);

        await Node.Rotations.RecordReceiptsAsync([new(second.SessionId, Recalls: 0)], Stop);

        Assert.Equal(before, await ReadAsync(second));
    }

    private async Task AssertUnchangedAsync(RefreshToken token)
    {
        var before = await ReadAsync(token);
        await ReceiveAsync(token);
        Assert.Equal(before, await ReadAsync(token));
    }
}
