using System.Net;
using Cardea.Revocation;
using Cardea.Validation.Revocation;
using Cardea.Validation.Tests.Running;

namespace Cardea.Validation.Tests.Remote;

/// <summary>Not knowing is an answer: 503, and never later than the bound.</summary>
public sealed class StalenessTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Heartbeats_keep_it_fresh()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await ProtectedApi.StartKnowingAsync(issuer);
        var connection = await issuer.ConnectedAsync();
        var token = issuer.Issuer.AccessToken();
        for (var i = 0; i < 20; i++)
        {
            issuer.Issuer.Clock.Advance(TimeSpan.FromSeconds(2));
            connection.Heartbeat(age: 100);
            await Eventually.TrueAsync(() => AgeOf(api) == TimeSpan.FromMilliseconds(100));
        }

        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(token));
    }

    [Fact]
    public async Task Silence_is_borne_up_to_the_bound_and_ends_with_the_first_event()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await ProtectedApi.StartKnowingAsync(issuer);
        await issuer.ConnectedAsync();
        var (ended, token) = (issuer.Issuer.BeginSession(), issuer.Issuer.AccessToken());
        await api.EndAsync(ended.SessionId);
        issuer.Greets = false;

        issuer.Issuer.Clock.Advance(Bound);
        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(token));

        issuer.Issuer.Clock.Advance(TimeSpan.FromTicks(1));
        using var response = await api.GetAsync("/claims", token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter?.Delta);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await HealthAsync(api));

        // What is known to be bad stays so.
        Assert.Equal(HttpStatusCode.Unauthorized, await api.StatusAsync("garbage"));
        Assert.Equal(HttpStatusCode.Unauthorized, await api.StatusAsync(issuer.Issuer.AccessToken(ended)));

        var connection = await issuer.ReconnectedAsync();
        connection.Send("revoked", issuer.Message());
        await Eventually.TrueAsync(async () => await api.StatusAsync(token) == HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.OK, await HealthAsync(api));
    }

    [Fact]
    public async Task An_issuer_that_has_lost_its_store_is_believed_up_to_the_bound()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await ProtectedApi.StartKnowingAsync(issuer);
        var connection = await issuer.ConnectedAsync();
        var token = issuer.Issuer.AccessToken();
        for (var seconds = 3; seconds <= 15; seconds += 3)
        {
            issuer.Issuer.Clock.Advance(TimeSpan.FromSeconds(3));
            await TellAsync(issuer, api, connection, age: 1000 * seconds);
            Assert.Equal(TimeSpan.FromSeconds(seconds), AgeOf(api));
            Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(token));
        }

        // What an issuer says that has never read its store takes nothing back that was known before.
        await TellAsync(issuer, api, connection, age: long.MaxValue);
        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(token));
        issuer.Issuer.Clock.Advance(TimeSpan.FromSeconds(1));
        await TellAsync(issuer, api, connection, age: long.MaxValue);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await api.StatusAsync(token));

        await TellAsync(issuer, api, connection, age: 20);
        Assert.Equal(TimeSpan.FromMilliseconds(20), AgeOf(api));
        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(token));
    }

    [Fact]
    public async Task An_issuer_that_has_never_read_its_store_is_not_known()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        issuer.Greets = false;
        await using var api = await ProtectedApi.StartAsync(issuer);

        await TellAsync(issuer, api, await issuer.ConnectedAsync(), age: long.MaxValue);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await api.StatusAsync(issuer.Issuer.AccessToken()));
    }

    [Fact]
    public async Task A_process_that_was_stopped_answers_503_before_anything_else_and_does_not_believe_what_lay_waiting()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await ProtectedApi.StartKnowingAsync(issuer);
        var connection = await issuer.ConnectedAsync();
        var token = issuer.Issuer.AccessToken();
        issuer.Greets = false;

        // No timer has run when it goes on.
        issuer.Issuer.Clock.AdjustTime(issuer.Issuer.Clock.GetUtcNow() + TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await api.StatusAsync(token));

        connection.Heartbeat(late: TimeSpan.FromMinutes(1));
        var next = await issuer.ReconnectedAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await api.StatusAsync(token));
        Assert.Equal("cursor 0", next.LastEventId);

        next.Send("revoked", issuer.Message());
        await Eventually.TrueAsync(async () => await api.StatusAsync(token) == HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_machine_that_slept_notices_by_the_time_of_day()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        var clock = new MovableClock(issuer.Issuer.Clock);
        await using var api = await ProtectedApi.StartKnowingAsync(issuer, clock: clock);
        await issuer.ConnectedAsync();

        clock.Error = TimeSpan.FromSeconds(16);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await api.StatusAsync(issuer.Issuer.AccessToken()));
    }

    [Fact]
    public async Task A_clock_that_is_set_ahead_and_back_brings_no_revoked_token_back()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        var clock = new MovableClock(issuer.Issuer.Clock);
        await using var api = await ProtectedApi.StartKnowingAsync(issuer, clock: clock);
        var ended = issuer.Issuer.BeginSession();
        var token = issuer.Issuer.AccessToken(ended);
        await api.EndAsync(ended.SessionId);
        var connection = await issuer.ConnectedAsync();

        // An hour ahead, every token has expired, and a clock that can be set would say so of the entry too.
        clock.Error = TimeSpan.FromHours(1);
        connection = await StayAsync(issuer, api, connection, TimeSpan.FromMinutes(2));
        Assert.Equal(HttpStatusCode.Unauthorized, await api.StatusAsync(token));

        // Set right again, the token would be good.
        clock.Error = TimeSpan.Zero;
        Assert.Equal(HttpStatusCode.Unauthorized, await api.StatusAsync(token));
        connection.Heartbeat();
        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(issuer.Issuer.AccessToken()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3600)]
    [InlineData(86_400)]
    public async Task What_lay_on_the_way_counts_into_the_age_whatever_the_issuers_clock_says(int clockError)
    {
        await using var issuer = await FakeIssuer.StartAsync();
        issuer.ClockError = TimeSpan.FromSeconds(clockError);
        await using var api = await ProtectedApi.StartKnowingAsync(issuer);
        var connection = await issuer.ConnectedAsync();
        foreach (var (age, late) in ((int, int)[])[(0, 0), (100, 400), (0, 1_500), (50, 0)])
        {
            issuer.Issuer.Clock.Advance(TimeSpan.FromSeconds(2));
            connection.Heartbeat(age, TimeSpan.FromMilliseconds(late));
            await Eventually.TrueAsync(() => AgeOf(api) == TimeSpan.FromMilliseconds(age + late));
        }
    }

    [Fact]
    public async Task A_connection_that_has_become_slow_is_replaced()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await ProtectedApi.StartKnowingAsync(issuer);
        var connection = await issuer.ConnectedAsync();
        issuer.Greets = false;

        connection.Heartbeat(late: TimeSpan.FromSeconds(6));
        var next = await issuer.ReconnectedAsync();

        Assert.Equal("cursor 0", next.LastEventId);
    }

    [Fact]
    public async Task A_half_open_connection_is_given_up_and_what_it_hides_is_never_accepted_past_the_bound()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var proxy = new Proxy(issuer.Address);
        using var route = new Rerouted(() => proxy.Address);
        await using var api = await ProtectedApi.StartKnowingAsync(issuer, options => options.Backchannel = route);
        var ended = issuer.Issuer.BeginSession();
        var token = issuer.Issuer.AccessToken(ended);
        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(token));

        // Nothing arrives any more, and nobody is told.
        proxy.Drops = true;
        issuer.Issuer.End(ended.SessionId);
        issuer.Issuer.Clock.Advance(Bound + TimeSpan.FromTicks(1));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await api.StatusAsync(token));

        proxy.Drops = false;
        await Eventually.TrueAsync(() => api.Believed.IsKnown, () => issuer.Issuer.Clock.Advance(TimeSpan.FromMilliseconds(100)));
        Assert.Equal(HttpStatusCode.Unauthorized, await api.StatusAsync(token));
    }

    [Fact]
    public async Task An_issuer_that_is_restarted_is_not_noticed_by_clients()
    {
        var keys = await Issuer.StartAsync();
        var first = await FakeIssuer.StartAsync(keys);
        var address = first.Address;
        using var route = new Rerouted(() => address);
        await using var api = await ProtectedApi.StartKnowingAsync(first, options => options.Backchannel = route);
        var (before, during, token) = (keys.BeginSession(), keys.BeginSession(), keys.AccessToken());
        await api.EndAsync(before.SessionId);

        await first.DisposeAsync();
        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(token));
        await using var second = await FakeIssuer.StartAsync(keys);
        keys.End(during.SessionId);
        address = second.Address;
        var connection = await second.ReconnectedAsync();
        await Eventually.TrueAsync(() => api.Believed.Refuses(new(during.SessionId, 0)));

        Assert.Equal("cursor 1", connection.LastEventId);
        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(token));
        Assert.Equal(HttpStatusCode.Unauthorized, await api.StatusAsync(keys.AccessToken(before)));
    }

    private static TimeSpan? AgeOf(ProtectedApi api) => ((RemoteIssuer)api.Believed).Age;

    // When the revocation of the second event is seen, the first event has been taken.
    private static async Task TellAsync(FakeIssuer issuer, ProtectedApi api, FeedConnection connection, long age)
    {
        var ended = issuer.Issuer.BeginSession().SessionId;
        connection.Send(FeedMessage.Revoked, issuer.Message() with { Age = age });
        connection.Send(FeedMessage.Revoked, issuer.Message(RevokedSession.Ended(ended, TimeSpan.FromMinutes(10))) with { Age = age });
        await Eventually.TrueAsync(() => api.Believed.Refuses(new(ended, 0)));
    }

    private static async Task<HttpStatusCode> HealthAsync(ProtectedApi api)
    {
        using var response = await api.GetAsync("/health", token: null);
        return response.StatusCode;
    }

    // Time passes, and the feed goes on; a connection that was given up is replaced.
    private static async Task<FeedConnection> StayAsync(FakeIssuer issuer, ProtectedApi api, FeedConnection connection, TimeSpan time)
    {
        connection.Heartbeat();
        connection = await issuer.ReconnectedAsync();
        await Eventually.TrueAsync(() => AgeOf(api) < Bound);
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(2))
        {
            issuer.Issuer.Clock.Advance(TimeSpan.FromSeconds(2));
            connection.Heartbeat();
            await Eventually.TrueAsync(() => AgeOf(api) == TimeSpan.Zero);
        }

        return connection;
    }
}
