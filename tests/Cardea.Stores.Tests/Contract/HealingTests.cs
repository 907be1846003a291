using Cardea.Audit;
using Cardea.Rotation;

namespace Cardea.Stores.Tests.Contract;

/// <summary>The database has lost commits: a failover to a replica that lagged, a restore, a crash.</summary>
public abstract class HealingTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Fact]
    public async Task A_token_newer_than_the_database_heals_its_session()
    {
        var token = await SignInAsync(Alice);
        await Database.SaveAsync();
        for (var i = 0; i < 3; i++)
        {
            token = await RotateAsync<RotationOutcome.Rotated>(token);
        }

        await Database.FallBackAsync();

        var healed = await RotateAsync<RotationOutcome.Healed>(token);
        AssertSame(token.Next(), healed);
        AssertSame(healed.Next(), await RotateAsync<RotationOutcome.Rotated>(healed));
    }

    [Fact]
    public async Task A_healed_session_follows_the_same_rules_as_any_other()
    {
        var first = await SignInAsync(Alice);
        await Database.SaveAsync();
        var second = await RotateAsync<RotationOutcome.Rotated>(first);
        var third = await RotateAsync<RotationOutcome.Rotated>(second);
        await Database.FallBackAsync();
        var healed = await RotateAsync<RotationOutcome.Healed>(third);

        AssertSame(healed, await RotateAsync<RotationOutcome.Repeated>(third));
        Clock.Advance(Options.RefreshGrace);
        var reissued = await RotateAsync<RotationOutcome.Reissued>(third);
        Clock.Advance(Options.RefreshGrace);
        Assert.IsType<RotationOutcome.Replayed>(await RotateAsync(second));
        Assert.IsType<RotationOutcome.Ended>(await RotateAsync(reissued));
    }

    [Fact]
    public async Task A_receipt_from_before_does_not_prove_that_the_healed_answer_was_received()
    {
        var first = await SignInAsync(Alice);
        await ReceiveAsync(first);
        await Database.SaveAsync();
        var second = await RotateAsync<RotationOutcome.Rotated>(first);
        await Database.FallBackAsync();
        await RotateAsync<RotationOutcome.Healed>(second);
        Clock.Advance(Options.RefreshGrace);

        await RotateAsync<RotationOutcome.Reissued>(second);
    }

    [Fact]
    public async Task What_could_be_repeated_before_the_database_fell_back_still_can()
    {
        var first = await SignInAsync(Alice);
        var second = await RotateAsync<RotationOutcome.Rotated>(first);
        await Database.SaveAsync();
        var third = await RotateAsync<RotationOutcome.Rotated>(second);
        await Database.FallBackAsync();
        var healed = await RotateAsync<RotationOutcome.Healed>(third);

        AssertSame(healed, await RotateAsync<RotationOutcome.Repeated>(second));
        AssertSame(healed, await RotateAsync<RotationOutcome.Repeated>(first));
    }

    [Fact]
    public async Task Healing_is_told_in_the_same_transaction()
    {
        var token = await SignInAsync(Alice);
        await Database.SaveAsync();
        token = await RotateAsync<RotationOutcome.Rotated>(token);
        await Database.FallBackAsync();
        var before = await ReadAsync(token);
        await Database.RefuseInsertsAsync("events");
        await Assert.ThrowsAnyAsync<Exception>(() => RotateAsync(token));
        Assert.Equal(before, await ReadAsync(token));

        await Database.AllowInsertsAsync("events");
        await RotateAsync<RotationOutcome.Healed>(token);

        var told = Assert.Single(await Node.Events.ReadAsync(Alice, before: null, 10, Stop), static happened => happened.Kind == SecurityEventKind.SessionHealed);
        Assert.Equal(token.SessionId, told.Session);
    }

    [Fact]
    public async Task A_lost_rotation_whose_answer_was_lost_too_happens_again()
    {
        var first = await SignInAsync(Alice);
        await Database.SaveAsync();
        var lost = await RotateAsync<RotationOutcome.Rotated>(first);
        await Database.FallBackAsync();

        AssertSame(lost, await RotateAsync<RotationOutcome.Rotated>(first));
    }

    [Fact]
    public async Task A_session_whose_beginning_was_lost_is_unknown()
    {
        await Database.SaveAsync();
        var token = await SignInAsync(Alice);
        await Database.FallBackAsync();

        Assert.IsType<RotationOutcome.Unknown>(await RotateAsync(token));
    }
}
