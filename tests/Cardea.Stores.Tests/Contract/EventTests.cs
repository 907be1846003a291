using Cardea.Audit;
using Cardea.Clients;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Stores.Tests.Contract;

/// <summary>Security events: kept as they happened, read the newest first, and gone when their time is over.</summary>
public abstract class EventTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Fact]
    public async Task Events_are_read_as_they_were_added_the_newest_first()
    {
        var first = await AddAsync(SecurityEventKind.Registered);
        Clock.Advance(TimeSpan.FromSeconds(1));
        var second = await AddAsync(SecurityEventKind.RolesChanged, detail: "+ädmin");
        Clock.Advance(TimeSpan.FromSeconds(1));
        var bobs = await AddAsync(SecurityEventKind.SignInFailed, new UserId("bob"));

        Assert.Equal([second, first], await Node.Events.ReadAsync(Alice, before: null, 10, Stop));
        Assert.Equal([bobs, second, first], await Node.Events.ReadAsync(user: null, before: null, 10, Stop));
        Assert.Equal([second], await Node.Events.ReadAsync(Alice, before: null, 1, Stop));
        Assert.Equal([first], await Node.Events.ReadAsync(user: null, second.Id, 10, Stop));
    }

    [Fact]
    public async Task Events_of_one_kind_are_found_in_bounded_steps()
    {
        var first = await AddAsync(SecurityEventKind.Registered);
        var events = new List<SecurityEvent>();
        for (var number = 0; number < 5; number++)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            events.Add(await AddAsync(SecurityEventKind.RolesChanged, number == 3 ? new UserId("bob") : null));
        }

        var search = new EventSearch(SecurityEventKind.Registered) { Window = 4 };
        var page = await Node.Events.FindAsync(search, Stop);
        Assert.Empty(page.Events);
        Assert.Equal(events[1].Id, page.Next);
        page = await Node.Events.FindAsync(search with { Before = page.Next }, Stop);
        Assert.Equal([first], page.Events);
        Assert.Null(page.Next);

        var roles = new EventSearch(SecurityEventKind.RolesChanged);
        Assert.Equal([events[3]], (await Node.Events.FindAsync(roles with { User = new UserId("bob") }, Stop)).Events);
        page = await Node.Events.FindAsync(roles with { User = Alice, Most = 3 }, Stop);
        Assert.Equal([events[4], events[2], events[1]], page.Events);
        Assert.Equal([events[0]], (await Node.Events.FindAsync(roles with { User = Alice, Most = 3, Before = page.Next }, Stop)).Events);
    }

    [Fact]
    public async Task One_of_nobody_is_kept_too()
    {
        var happened = SecurityEvent.Of(SecurityEventKind.SignInFailed, user: null, session: null, device: null, Clock.GetUtcNow());
        await Node.Events.AddAsync(happened, Stop);

        Assert.Equal(happened, Assert.Single(await Node.Events.ReadAsync(user: null, before: null, 10, Stop)));
    }

    [Fact]
    public async Task The_same_program_in_the_same_neighbourhood_is_a_device_that_is_known()
    {
        Assert.False(await SignInAsync("Netscape/4.0", "192.0.2.7"));
        Assert.True(await SignInAsync("Netscape/4.0", "192.0.2.200"));
        Assert.False(await SignInAsync("Netscape/4.0", "198.51.100.7"));
        Assert.False(await SignInAsync("Mosaic/1.0", "192.0.2.7"));
        Assert.False(await SignInAsync("Netscape/4.0", "192.0.2.7", new UserId("bob")));
        Assert.False(await SignInAsync("Netscape/4.0", "2001:db8:1::1"));
        Assert.True(await SignInAsync("Netscape/4.0", "2001:db8:1:2::3"));
        Assert.False(await SignInAsync(userAgent: null, ipAddress: null));
        Assert.True(await SignInAsync(userAgent: null, ipAddress: null));
    }

    [Fact]
    public async Task A_failure_makes_no_device_known()
    {
        await AddAsync(SecurityEventKind.SignInFailed);

        Assert.False(await SignInAsync("Netscape/4.0", "192.0.2.7"));
    }

    [Fact]
    public async Task Events_older_than_the_retention_are_swept()
    {
        await AddAsync(SecurityEventKind.SignedIn);
        for (var month = 0; month < 3; month++)
        {
            await Node.Sweeper.SweepAsync(TimeSpan.FromMinutes(1), Stop);
            Clock.Advance(TimeSpan.FromDays(31));
        }

        var late = await AddAsync(SecurityEventKind.SignedIn);
        Clock.Advance(Options.EventRetention - TimeSpan.FromDays(32));
        await Node.Sweeper.SweepAsync(TimeSpan.FromMinutes(1), Stop);

        Assert.Equal([late], await Node.Events.ReadAsync(Alice, before: null, 10, Stop));
    }

    [Fact]
    public async Task Years_after_it_last_ran_events_are_kept_all_the_same()
    {
        Clock.Advance(TimeSpan.FromDays(1000));
        var happened = await AddAsync(SecurityEventKind.SignedIn);
        await Node.Sweeper.SweepAsync(TimeSpan.FromMinutes(1), Stop);

        Assert.Equal([happened], await Node.Events.ReadAsync(Alice, before: null, 10, Stop));
    }

    private async Task<SecurityEvent> AddAsync(SecurityEventKind kind, UserId? user = null, string? detail = null)
    {
        var happened = SecurityEvent.Of(
            kind, user ?? Alice, SessionId.Create(Clock.GetUtcNow()), new ClientDevice(Name: null, "Netscape/4.0", "192.0.2.7"), Clock.GetUtcNow(), detail);
        await Node.Events.AddAsync(happened, Stop);
        return happened;
    }

    private async Task<bool> SignInAsync(string? userAgent, string? ipAddress, UserId? user = null) => Assert.IsType<SessionCreation.Created>(
        await Node.Sessions.CreateAsync(NewSession(user ?? Alice, device: new(Name: null, userAgent, ipAddress)), Stop)).IsOfKnownDevice;
}
