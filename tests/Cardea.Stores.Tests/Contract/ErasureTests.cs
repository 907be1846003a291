using Cardea.Accounts;
using Cardea.Audit;
using Cardea.Clients;

namespace Cardea.Stores.Tests.Contract;

/// <summary>What is personal of a removed user goes in batches, by whoever is there to do it.</summary>
public abstract class ErasureTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private static readonly ClientDevice Device = new(Name: null, "Netscape/4.0", "192.0.2.7");

    [Fact]
    public async Task What_a_node_that_died_after_the_removal_left_is_erased_by_the_sweep_of_another()
    {
        await RemoveAsync(events: 2500);
        var other = await OpenAsync();

        var swept = await other.Sweeper.SweepAsync(TimeSpan.FromMinutes(1), Stop);

        Assert.Equal(2502, Assert.Single(swept, static rule => rule.Rule == "erasures").Removed);
        Assert.All(await ReadAsync(), static happened => Assert.Equal((null, null), (happened.IpAddress, happened.UserAgent)));
    }

    [Fact]
    public async Task What_a_request_that_was_under_way_writes_after_the_removal_is_erased_a_minute_later()
    {
        await RemoveAsync(events: 1);
        await Node.Accounts.EraseAsync(Alice, Stop);
        await Node.Sweeper.SweepAsync(TimeSpan.FromMinutes(1), Stop);
        await AddEventAsync();

        Clock.Advance(TimeSpan.FromMinutes(2));
        var swept = Assert.Single(await Node.Sweeper.SweepAsync(TimeSpan.FromMinutes(1), Stop), static rule => rule.Rule == "erasures");
        Assert.Equal((1, 0), (swept.Removed, swept.Backlog));
        Assert.All(await ReadAsync(), static happened => Assert.Equal((null, null), (happened.IpAddress, happened.UserAgent)));

        // By then it is settled.
        await AddEventAsync();
        Assert.Equal(0, Assert.Single(await Node.Sweeper.SweepAsync(TimeSpan.FromMinutes(1), Stop), static rule => rule.Rule == "erasures").Removed);
    }

    [Fact]
    public async Task A_sweep_whose_time_is_up_says_how_many_erasures_it_left()
    {
        await RemoveAsync(events: 1);
        Clock.Advance(TimeSpan.FromMinutes(3));

        var left = Assert.Single(await Node.Sweeper.SweepAsync(TimeSpan.Zero, Stop), static rule => rule.Rule == "erasures");

        Assert.Equal((0, 1, TimeSpan.FromMinutes(2)), (left.Removed, left.Backlog, left.Overdue));
    }

    [Fact]
    public async Task Nothing_of_others_is_erased()
    {
        await AddUserAsync(new("bob"));
        await Node.Sessions.CreateAsync(NewSession(new("bob"), device: Device), Stop);
        await RemoveAsync(events: 1);

        await Node.Accounts.EraseAsync(Alice, Stop);

        Assert.Equal("192.0.2.7", Assert.Single(await Node.Events.ReadAsync(new("bob"), before: null, 10, Stop)).IpAddress);
        Assert.Equal("192.0.2.7", Assert.Single(await Node.Sessions.ListAsync(new("bob"), Stop)).Device.IpAddress);
    }

    /// <summary>Removes a user with one session and its event, and so many events more.</summary>
    private async Task RemoveAsync(int events)
    {
        await AddUserAsync(Alice);
        await SignInAsync(Alice);
        for (var i = 0; i < events; i++)
        {
            await AddEventAsync();
        }

        Assert.IsType<AccountRemoval.Removed>(await Node.Accounts.RemoveAsync(Alice, actor: null, removal: null, mail: null, force: false, Stop));
    }

    private Task AddEventAsync() =>
        Node.Events.AddAsync(SecurityEvent.Of(SecurityEventKind.SignInFailed, Alice, session: null, Device, Clock.GetUtcNow()), Stop);

    private Task<IReadOnlyList<SecurityEvent>> ReadAsync() => Node.Events.ReadAsync(Alice, before: null, 10000, Stop);
}
