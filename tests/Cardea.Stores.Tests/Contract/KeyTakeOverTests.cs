using Cardea.Keys;

namespace Cardea.Stores.Tests.Contract;

/// <summary>Keys take over from one another, early or by force, and live as long as what they made.</summary>
public abstract class KeyTakeOverTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan Turn = TimeSpan.FromDays(90);

    [Fact]
    public async Task The_longest_life_is_raised_with_the_expiry_and_never_lowered()
    {
        await AddAsync(2);
        await AddAsync(1, KeyPurpose.RefreshToken);
        var expiresAt = (await ReadAsync("AccessToken-0")).ExpiresAt;

        await Node.Keys.LengthenLifeAsync(KeyPurpose.AccessToken, Life * 3, Stop);
        await Node.Keys.LengthenLifeAsync(KeyPurpose.AccessToken, Life * 2, Stop);

        Assert.Equal((Life * 3, expiresAt + (Life * 2)), Ends(await ReadAsync("AccessToken-0")));
        Assert.Equal((Life * 3, null), Ends(await ReadAsync("AccessToken-1")));
        Assert.Equal((Life, null), Ends(await ReadAsync("RefreshToken-0")));
    }

    [Fact]
    public async Task The_life_of_a_key_that_was_given_up_is_not_raised()
    {
        await AddAsync(2);
        await Node.Keys.RetireAsync("AccessToken-0", Clock.GetUtcNow(), by: null, Stop);

        await Node.Keys.LengthenLifeAsync(KeyPurpose.AccessToken, Life * 3, Stop);

        Assert.Equal(Life, (await ReadAsync("AccessToken-0")).LongestLife);
    }

    [Fact]
    public async Task Nodes_with_different_settings_that_start_at_once_leave_the_longest_life()
    {
        Node[] nodes = [Node, await OpenAsync()];
        await AddAsync(2);
        var expiresAt = (await ReadAsync("AccessToken-0")).ExpiresAt;

        await Race.RunAsync(20, async racer =>
        {
            await nodes[racer % 2].Keys.LengthenLifeAsync(KeyPurpose.AccessToken, Life + TimeSpan.FromMinutes(racer * 7 % 20), Stop);
            return 0;
        });

        Assert.Equal((Life + TimeSpan.FromMinutes(19), expiresAt + TimeSpan.FromMinutes(19)), Ends(await ReadAsync("AccessToken-0")));
    }

    [Fact]
    public async Task A_waiting_key_takes_over_earlier_and_its_predecessor_expires_so_much_earlier()
    {
        await AddAsync(2);
        await AddAsync(2, KeyPurpose.RefreshToken);
        var sooner = Clock.GetUtcNow() + TimeSpan.FromHours(1);

        Assert.Equal(KeyChange.Made, await Node.Keys.AdvanceAsync(["AccessToken-1"], sooner, by: null, Stop));

        Assert.Equal(sooner, (await ReadAsync("AccessToken-1")).ActiveFrom);
        Assert.Equal(sooner + Life + Margin, (await ReadAsync("AccessToken-0")).ExpiresAt);
        Assert.Equal(Clock.GetUtcNow() + Turn + Life + Margin, (await ReadAsync("RefreshToken-0")).ExpiresAt);
        Assert.Equal(KeyChange.None, await Node.Keys.AdvanceAsync(["AccessToken-1"], sooner, by: null, Stop));
        Assert.Equal(KeyChange.None, await Node.Keys.AdvanceAsync(["AccessToken-1"], sooner + TimeSpan.FromHours(1), by: null, Stop));
        Assert.Equal(KeyChange.None, await Node.Keys.AdvanceAsync(["no such key"], sooner, by: null, Stop));
    }

    [Fact]
    public async Task A_key_that_many_nodes_advance_at_once_expires_its_predecessor_once()
    {
        Node[] nodes = [Node, await OpenAsync()];
        await AddAsync(2);
        var sooner = Clock.GetUtcNow() + TimeSpan.FromHours(1);

        var advanced = await Race.RunAsync(20, racer => nodes[racer % 2].Keys.AdvanceAsync(["AccessToken-1"], sooner, by: null, Stop));

        Assert.Single(advanced, KeyChange.Made);
        Assert.Equal(sooner + Life + Margin, (await ReadAsync("AccessToken-0")).ExpiresAt);
    }

    [Fact]
    public async Task When_the_active_key_is_given_up_the_one_that_waits_takes_over_now()
    {
        await AddAsync(2);
        await AddAsync(2, KeyPurpose.RefreshToken);
        var now = Clock.GetUtcNow();

        Assert.Equal(KeyChange.Made, await Node.Keys.RetireAsync("AccessToken-0", now, by: null, Stop));

        var retired = await ReadAsync("AccessToken-0");
        Assert.Equal(now, retired.RetiredAt);
        Assert.False(retired.IsAccepted(now));
        Assert.Equal(now, (await ReadAsync("AccessToken-1")).ActiveFrom);
        Assert.Equal(now + Turn, (await ReadAsync("RefreshToken-1")).ActiveFrom);
        Assert.Equal(KeyChange.None, await Node.Keys.RetireAsync("AccessToken-0", now, by: null, Stop));
        Assert.Equal(KeyChange.None, await Node.Keys.RetireAsync("no such key", now, by: null, Stop));
    }

    // Else it would be refused from the moment on at which the one that was given up would have taken over.
    [Fact]
    public async Task When_the_one_that_waits_is_given_up_the_active_key_lives_until_the_next_takes_over()
    {
        await AddAsync(2);
        Clock.Advance(Turn / 2);
        var now = Clock.GetUtcNow();
        Assert.Equal(KeyChange.Made, await Node.Keys.RetireAsync("AccessToken-1", now, by: null, Stop));

        Assert.True(await Node.Keys.AddAsync(new("AccessToken-2", KeyPurpose.AccessToken, new byte[] { 1 }, now, now + Turn, Life), "AccessToken-1", Margin, Stop));

        Assert.Equal(now + Turn + Life + Margin, (await ReadAsync("AccessToken-0")).ExpiresAt);
        Assert.Null((await ReadAsync("AccessToken-2")).ExpiresAt);
    }

    [Fact]
    public async Task When_an_older_key_is_given_up_the_active_one_goes_on()
    {
        await AddAsync(3);
        Clock.Advance(Turn);

        Assert.Equal(KeyChange.Made, await Node.Keys.RetireAsync("AccessToken-0", Clock.GetUtcNow(), by: null, Stop));

        Assert.Equal(Clock.GetUtcNow() + Turn, (await ReadAsync("AccessToken-2")).ActiveFrom);
    }

    [Fact]
    public async Task A_key_that_has_expired_is_not_given_up()
    {
        await AddAsync(2);
        Clock.Advance(Turn + Life + Margin);

        Assert.Equal(KeyChange.None, await Node.Keys.RetireAsync("AccessToken-0", Clock.GetUtcNow(), by: null, Stop));
    }

    [Fact]
    public async Task A_key_without_a_successor_is_given_up_all_the_same_and_is_swept_in_time()
    {
        await AddAsync(1);
        var now = Clock.GetUtcNow();

        Assert.Equal(KeyChange.Made, await Node.Keys.RetireAsync("AccessToken-0", now, by: null, Stop));

        Assert.Equal((now, now + Life), ((await ReadAsync("AccessToken-0")).RetiredAt, (await ReadAsync("AccessToken-0")).ExpiresAt));
    }

    [Fact]
    public async Task Of_many_who_give_a_key_up_at_once_one_does()
    {
        Node[] nodes = [Node, await OpenAsync()];
        await AddAsync(3);

        var retired = await Race.RunAsync(20, racer => nodes[racer % 2].Keys.RetireAsync("AccessToken-0", Clock.GetUtcNow(), by: null, Stop));

        Assert.Single(retired, KeyChange.Made);
        Assert.Equal(Clock.GetUtcNow(), (await ReadAsync("AccessToken-1")).ActiveFrom);
        Assert.Equal(Clock.GetUtcNow() + (Turn * 2), (await ReadAsync("AccessToken-2")).ActiveFrom);
    }

    /// <summary>Adds keys that take over from one another, the first at once.</summary>
    private async Task AddAsync(int count, KeyPurpose purpose = KeyPurpose.AccessToken)
    {
        var now = Clock.GetUtcNow();
        for (var i = 0; i < count; i++)
        {
            var key = new StoredKey($"{purpose}-{i}", purpose, new byte[] { 1 }, now.AddMilliseconds(i), now + (Turn * i), Life);
            Assert.True(await Node.Keys.AddAsync(key, i == 0 ? null : $"{purpose}-{i - 1}", Margin, Stop));
        }
    }

    private async Task<StoredKey> ReadAsync(string id) => Assert.Single(await Node.Keys.ReadAsync(Stop), key => key.Id == id);

    private static (TimeSpan, DateTimeOffset?) Ends(StoredKey key) => (key.LongestLife, key.ExpiresAt);
}
