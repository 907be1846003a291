using Cardea.Rotation;
using Cardea.Tokens;

namespace Cardea.Stores.Tests.Contract;

/// <summary>How the columns of a session move with each outcome: what was acceptable stays so, and no longer than that.</summary>
public abstract class MoveTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Fact]
    public async Task A_new_session_has_proved_and_recalled_nothing()
    {
        var token = await SignInAsync(Alice);

        Assert.Equal(new(0, 0, 0, 0, Clock.GetUtcNow(), Clock.GetUtcNow()), await ReadAsync(token));
    }

    [Fact]
    public async Task A_rotation_proves_what_was_presented_and_restarts_the_grace()
    {
        var token = await SignInAsync(Alice);
        var begun = Clock.GetUtcNow();
        Clock.Advance(TimeSpan.FromMinutes(1));
        token = await RotateAsync<RotationOutcome.Rotated>(token);
        Assert.Equal(new(1, 0, 0, 0, Clock.GetUtcNow(), begun), await ReadAsync(token));
        Clock.Advance(TimeSpan.FromMinutes(1));

        token = await RotateAsync<RotationOutcome.Rotated>(token);

        Assert.Equal(new(2, 0, 1, 0, Clock.GetUtcNow(), begun), await ReadAsync(token));
    }

    [Fact]
    public async Task A_rotation_after_the_grace_keeps_what_was_proved_for_late_requests()
    {
        var tokens = await RotateAsync(2);
        Clock.Advance(Options.RefreshGrace);

        var last = await RotateAsync<RotationOutcome.Rotated>(tokens[2]);

        Assert.Equal((3, 1, 2), Columns(await ReadAsync(last)));
        AssertSame(last, await RotateAsync<RotationOutcome.Repeated>(tokens[1]));
        Assert.IsType<RotationOutcome.Replayed>(await RotateAsync(tokens[0]));
    }

    [Fact]
    public async Task Rotations_within_the_grace_keep_four_generations_and_no_more()
    {
        var tokens = await RotateAsync(4);
        Assert.Equal((4, 0, 3), Columns(await ReadAsync(tokens[4])));
        AssertSame(tokens[4], await RotateAsync<RotationOutcome.Repeated>(tokens[0]));

        var last = await RotateAsync<RotationOutcome.Rotated>(tokens[4]);

        Assert.Equal((5, 1, 4), Columns(await ReadAsync(last)));
        foreach (var late in tokens[1..])
        {
            AssertSame(last, await RotateAsync<RotationOutcome.Repeated>(late));
        }

        Assert.IsType<RotationOutcome.Replayed>(await RotateAsync(tokens[0]));
    }

    [Fact]
    public async Task A_request_that_is_late_by_two_moves_is_no_theft()
    {
        // Two tabs and a slow network: the first token arrives when the other tab has moved on twice.
        var tokens = await RotateAsync(1);
        Clock.Advance(Options.RefreshGrace);
        var second = await RotateAsync<RotationOutcome.Rotated>(tokens[1]);
        var third = await RotateAsync<RotationOutcome.Rotated>(second);

        AssertSame(third, await RotateAsync<RotationOutcome.Repeated>(tokens[0]));
    }

    [Fact]
    public async Task Issuing_again_leaves_parent_and_proved_and_adds_a_recall_however_often()
    {
        var tokens = await RotateAsync(2);
        for (var round = 1; round <= 6; round++)
        {
            Clock.Advance(Options.RefreshGrace);

            var reissued = Assert.IsType<RotationOutcome.Reissued>(await RotateAsync(tokens[1]));

            Assert.Equal((round, round), (reissued.Grant.Recalls, reissued.Recall.LowestRecalls));
            Assert.Equal(new(2 + round, 0, 1, round, Clock.GetUtcNow(), StoreProcess.Start), await ReadAsync(tokens[0]));
        }

        AssertSame(tokens[0].Descend(8), await RotateAsync<RotationOutcome.Repeated>(tokens[0]));
    }

    [Fact]
    public async Task Healing_proves_what_was_presented_and_keeps_at_most_four_generations()
    {
        var tokens = await RotateAsync(1);
        await Database.SaveAsync();
        var near = await RotateAsync<RotationOutcome.Rotated>(tokens[1]);
        await Database.FallBackAsync();
        var healed = await RotateAsync<RotationOutcome.Healed>(near);
        Assert.Equal((3, 0, 2), Columns(await ReadAsync(healed)));

        healed = await RotateAsync<RotationOutcome.Healed>(healed.Descend(9));

        Assert.Equal((10, 6, 9), Columns(await ReadAsync(healed)));
    }

    [Fact]
    public async Task The_parent_of_a_row_is_not_raised_when_it_heals_outside_the_grace()
    {
        var tokens = await RotateAsync(1);
        await Database.SaveAsync();
        var second = await RotateAsync<RotationOutcome.Rotated>(tokens[1]);
        await Database.FallBackAsync();
        Clock.Advance(Options.RefreshGrace);

        var healed = await RotateAsync<RotationOutcome.Healed>(second);

        AssertSame(healed, await RotateAsync<RotationOutcome.Repeated>(tokens[0]));
    }

    private async Task<RefreshToken[]> RotateAsync(int times)
    {
        var tokens = new RefreshToken[times + 1];
        tokens[0] = await SignInAsync(Alice);
        for (var i = 0; i < times; i++)
        {
            tokens[i + 1] = await RotateAsync<RotationOutcome.Rotated>(tokens[i]);
        }

        return tokens;
    }

    private static (int Generation, int Parent, int Proved) Columns(StoredSession stored) => (stored.Generation, stored.Parent, stored.Proved);
}
