using Cardea.Keys;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Sweeping;
using Cardea.Tokens;

namespace Cardea.Stores.Tests.Contract;

/// <summary>Sweeping removes what is past, in as many batches as it takes, and nothing else.</summary>
public abstract class SweepTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    // Longer than the coarsest unit a store sweeps by, a partition of a day.
    private static readonly TimeSpan Days = TimeSpan.FromDays(3);

    [Fact]
    public async Task Sessions_past_their_absolute_end_are_removed_and_others_are_not()
    {
        var past = await SignInAsync(Alice);
        Clock.Advance(Days + Days);
        var ended = await SignInAsync(Alice);
        await Node.Sessions.EndAsync(ended.SessionId, Alice, EndReason.LoggedOut, Stop);
        var idle = await SignInAsync(Alice);
        Clock.Advance(Options.SessionLifetime - Days);
        var live = await SignInAsync(Alice);

        var swept = await SweepAsync();

        Assert.Equal(1, Rule(swept, "sessions").Removed);
        Assert.IsType<RotationOutcome.Unknown>(await RotateAsync(past));
        Assert.IsType<RotationOutcome.Ended>(await RotateAsync(ended));
        Assert.IsType<RotationOutcome.Expired>(await RotateAsync(idle));
        await RotateAsync<RotationOutcome.Rotated>(live);
    }

    [Fact]
    public async Task Expired_revocations_and_keys_are_removed_and_others_are_not()
    {
        await AddKeyAsync("0", newest: null);
        await AddKeyAsync("1", "0");
        await EndASessionAsync();
        Clock.Advance(Days);
        var end = await EndASessionAsync();

        var swept = await SweepAsync();

        Assert.Equal(1, Rule(swept, "revocations").Removed);
        Assert.Equal(1, Rule(swept, "keys").Removed);
        Assert.Equal(end, Assert.Single(await ReadRevokedAsync()).SessionId);
        Assert.Equal("1", Assert.Single(await Node.Keys.ReadAsync(Stop)).Id);
    }

    [Fact]
    public async Task A_sweep_without_anything_to_do_removes_nothing()
    {
        var token = await SignInAsync(Alice);

        Assert.All(await SweepAsync(), rule => Assert.Equal((0, 0), (rule.Removed, rule.Backlog)));
        await RotateAsync<RotationOutcome.Rotated>(token);
    }

    [Fact]
    public async Task A_sweep_whose_time_is_up_says_what_it_left_and_how_old_that_is()
    {
        for (var i = 0; i < 3; i++)
        {
            await EndASessionAsync();
        }

        Clock.Advance(Options.SessionLifetime + Days);

        var left = await Node.Sweeper.SweepAsync(TimeSpan.Zero, Stop);
        var revocations = Rule(left, "revocations");
        Assert.Equal((0, 3, Options.SessionLifetime + Days - RevocationLife), (revocations.Removed, revocations.Backlog, revocations.Overdue));
        var sessions = Rule(left, "sessions");
        Assert.Equal((0, 3), (sessions.Removed, sessions.Backlog));
        Assert.InRange(sessions.Overdue, Days - TimeSpan.FromDays(1), Days);
        Assert.All(
            (await SweepAsync()).Where(rule => rule.Rule is "revocations" or "sessions"),
            rule => Assert.Equal((3, 0, TimeSpan.Zero), (rule.Removed, rule.Backlog, rule.Overdue)));
    }

    [Fact]
    public async Task Sessions_rotate_while_many_batches_of_others_are_swept()
    {
        for (var i = 0; i < 2500; i++)
        {
            await SignInAsync(new($"user-{i}"));
        }

        Clock.Advance(Options.SessionLifetime + Days);
        var tokens = new List<RefreshToken>();
        for (var i = 0; i < 8; i++)
        {
            tokens.Add(await SignInAsync(Alice));
        }

        var other = await OpenAsync();
        var (swept, rotated) = await Race.RunAsync(
            SweepAsync,
            () => Race.RunAsync(tokens.Count, async racer =>
            {
                var token = tokens[racer];
                for (var i = 0; i < 100; i++)
                {
                    token = Assert.IsType<RotationOutcome.Rotated>(await other.Rotations.RotateAsync(token, Stop)).Grant.Successor!;
                }

                return token;
            }));

        Assert.Equal((2500, 0), (Rule(swept, "sessions").Removed, Rule(swept, "sessions").Backlog));
        Assert.All(rotated, token => Assert.Equal(100, token.Generation));
        Assert.Equal(8, (await Node.Sessions.ListAsync(Alice, Stop)).Count);
    }

    [Fact]
    public async Task Nodes_that_sweep_at_once_do_not_disturb_each_other()
    {
        Node[] nodes = [Node, await OpenAsync(), await OpenAsync()];
        for (var i = 0; i < 20; i++)
        {
            await EndASessionAsync();
        }

        Clock.Advance(Days);

        await Race.RunAsync(nodes.Length, node => nodes[node].Sweeper.SweepAsync(TimeSpan.FromMinutes(1), Stop));

        Assert.Equal(0, Rule(await SweepAsync(), "revocations").Removed);
    }

    private Task<IReadOnlyList<SweptRule>> SweepAsync() => Node.Sweeper.SweepAsync(TimeSpan.FromMinutes(1), Stop);

    private static SweptRule Rule(IEnumerable<SweptRule> swept, string name) => Assert.Single(swept, rule => rule.Rule == name);

    private async Task<SessionId> EndASessionAsync()
    {
        var token = await SignInAsync(Alice);
        await Node.Sessions.EndAsync(token.SessionId, Alice, EndReason.LoggedOut, Stop);
        return token.SessionId;
    }

    private async Task AddKeyAsync(string id, string? newest)
    {
        var now = Clock.GetUtcNow();
        Assert.True(await Node.Keys.AddAsync(new(id, KeyPurpose.RefreshToken, new byte[] { 1 }, now, now, TimeSpan.FromDays(1)), newest, margin: TimeSpan.Zero, Stop));
    }
}
