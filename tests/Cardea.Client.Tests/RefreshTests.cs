using System.Net;
using Cardea.Client.Tests.Running;

namespace Cardea.Client.Tests;

/// <summary>Refreshes that meet faults, cancellation, restarts and time.</summary>
public sealed class RefreshTests
{
    private readonly World _world = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_caller_that_gives_up_loses_no_rotation()
    {
        await using var app = await App.SignedInAsync(_world);
        var release = Hold("/auth/refresh");
        using var caller = new CancellationTokenSource();

        var waiting = app.Client.GetAccessTokenAsync(cancellationToken: caller.Token);
        await Eventually.TrueAsync(() => _world.Refreshes == 1);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        release.SetResult();

        await Eventually.TrueAsync(() => app.StoredAsync().Result!.Session!.RefreshToken == World.Refresh("session-1", 1));
        await app.GetAsync();
        Assert.Equal(1, _world.Refreshes);
    }

    [Fact]
    public async Task A_lost_response_is_repeated()
    {
        await using var app = await App.SignedInAsync(_world);
        _world.After = static _ => throw new HttpRequestException("The connection was cut.");

        Assert.Equal(CardeaClientException.Offline, (await Assert.ThrowsAsync<CardeaClientException>(app.GetAsync)).Code);
        Assert.Equal(CardeaClientState.Offline, app.Client.State);
        Assert.Equal(World.Refresh("session-1", 0), (await app.StoredAsync())!.Session!.RefreshToken);

        _world.After = null;
        app.Clock.Advance(TimeSpan.FromSeconds(2));
        await app.GetAsync();
        Assert.Equal(CardeaClientState.SignedIn, app.Client.State);
        Assert.Equal(World.Refresh("session-1", 1), (await app.StoredAsync())!.Session!.RefreshToken);
    }

    [Fact]
    public async Task A_process_killed_before_storing_comes_back_signed_in()
    {
        var store = new FaultyStore();
        await store.ReplaceAsync(null, _world.Begin(), Cancellation);
        var killed = new TaskCompletionSource();
        store.BeforeWrite = () => killed.Task;
        await using var first = new App(_world, store);
        var waiting = first.Client.GetAccessTokenAsync(cancellationToken: Cancellation);
        await Eventually.TrueAsync(() => _world.GenerationOf("session-1") == 1);
        store.BeforeWrite = null;

        await using var second = new App(_world, store);
        Assert.Equal(200, await second.StatusAsync());
        Assert.Equal(World.Refresh("session-1", 1), (await second.StoredAsync())!.Session!.RefreshToken);

        killed.SetException(new IOException("killed"));
        await waiting;
    }

    [Fact]
    public async Task A_restart_refreshes_once_and_goes_on()
    {
        await using var first = await App.SignedInAsync(_world);
        await first.GetAsync();

        await using var second = new App(_world, first.Store);
        await second.GetAsync();
        await second.GetAsync();

        Assert.Equal(2, _world.Refreshes);
        Assert.Equal(World.Refresh("session-1", 2), (await second.StoredAsync())!.Session!.RefreshToken);
    }

    [Fact]
    public async Task An_answer_is_dropped_when_the_store_has_a_newer_token()
    {
        await using var app = await App.SignedInAsync(_world);
        var release = Hold("/auth/refresh");
        var waiting = app.Client.GetAccessTokenAsync(cancellationToken: Cancellation);
        await Eventually.TrueAsync(() => _world.Refreshes == 1);

        // Another process refreshes twice, and stores what it gets.
        await using (var other = new App(_world, app.Store))
        {
            _world.Before = null;
            await other.Client.GetAccessTokenAsync(force: true, cancellationToken: Cancellation);
        }

        release.SetResult();
        var token = await waiting;

        // The held request was answered for generation 0. Its answer is dropped, and the stored token is presented.
        Assert.Equal(3, _world.Refreshes);
        Assert.Equal(World.Refresh("session-1", 2), (await app.StoredAsync())!.Session!.RefreshToken);
        Assert.StartsWith("at_session-1.2.", token, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_refreshed_ahead_of_its_expiry_without_a_wait()
    {
        await using var app = await App.SignedInAsync(_world);
        var first = await app.GetAsync();
        app.Clock.Advance(TimeSpan.FromSeconds(530));
        Assert.Equal(first, await app.GetAsync());
        Assert.Equal(1, _world.Refreshes);

        app.Clock.Advance(TimeSpan.FromSeconds(15));
        var release = Hold("/auth/refresh");
        Assert.Equal(first, await app.GetAsync());
        await Eventually.TrueAsync(() => _world.Refreshes == 2);
        release.SetResult();

        await Eventually.TrueAsync(() => app.StoredAsync().Result!.Session!.RefreshToken == World.Refresh("session-1", 2));
        await Eventually.TrueAsync(() => app.GetAsync().Result != first);
        Assert.Equal(2, _world.Refreshes);
    }

    [Fact]
    public async Task Expiry_counts_from_when_the_request_was_sent()
    {
        await using var app = await App.SignedInAsync(_world);
        _world.After = request =>
        {
            app.Clock.Advance(request.RequestUri!.Host == "id.test" ? TimeSpan.FromSeconds(9) : TimeSpan.Zero);
            return Task.CompletedTask;
        };
        var first = await app.GetAsync();
        _world.After = null;

        // 601 seconds after the request was sent, and 592 after its answer.
        app.Clock.Advance(TimeSpan.FromSeconds(592));
        Assert.NotEqual(first, await app.GetAsync());
        Assert.Equal(2, _world.Refreshes);
    }

    [Fact]
    public async Task A_machine_that_slept_refreshes_though_its_steady_clock_stood_still()
    {
        var clock = new SleepyClock();
        await using var app = new App(_world, new InMemoryTokenStore(), clock);
        await app.Store!.ReplaceAsync(null, _world.Begin(), Cancellation);
        await app.GetAsync();
        await app.GetAsync();
        Assert.Equal(1, _world.Refreshes);

        clock.Slept = TimeSpan.FromHours(8);
        await app.GetAsync();
        Assert.Equal(2, _world.Refreshes);
    }

    [Fact]
    public async Task A_refresh_gives_up_after_ten_seconds()
    {
        await using var app = await App.SignedInAsync(_world);
        Hold("/auth/refresh");
        var waiting = app.Client.GetAccessTokenAsync(cancellationToken: Cancellation);
        await Eventually.TrueAsync(() => _world.Refreshes == 1);

        app.Clock.Advance(TimeSpan.FromSeconds(9));
        Assert.False(waiting.IsCompleted);
        app.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(CardeaClientException.Timeout, (await Assert.ThrowsAsync<CardeaClientException>(() => waiting)).Code);
        Assert.NotNull((await app.StoredAsync())!.Session);
    }

    [Fact]
    public async Task Retry_after_is_respected()
    {
        await using var app = await App.SignedInAsync(_world);
        _world.Before = static _ => Task.FromResult<HttpResponseMessage?>(World.Overloaded(TimeSpan.FromSeconds(90)));

        var exception = await Assert.ThrowsAsync<CardeaClientException>(app.GetAsync);
        Assert.Equal(("overloaded", HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(90)), (exception.Code, exception.StatusCode, exception.RetryAfter));

        _world.Before = null;
        app.Clock.Advance(TimeSpan.FromSeconds(60));
        exception = await Assert.ThrowsAsync<CardeaClientException>(() => app.Client.GetAccessTokenAsync(force: true, cancellationToken: Cancellation));
        Assert.Equal(TimeSpan.FromSeconds(30), exception.RetryAfter);
        Assert.Equal(1, _world.Refreshes);

        app.Clock.Advance(TimeSpan.FromSeconds(31));
        await app.GetAsync();
        Assert.Equal(2, _world.Refreshes);
    }

    [Fact]
    public async Task A_good_token_is_used_while_the_issuer_is_down()
    {
        await using var app = await App.SignedInAsync(_world);
        var first = await app.GetAsync();
        app.Clock.Advance(TimeSpan.FromSeconds(598));
        _world.Before = static request => request.RequestUri!.Host == "id.test" ? throw new HttpRequestException("down") : Task.FromResult<HttpResponseMessage?>(null);

        Assert.Equal(first, await app.GetAsync());
        Assert.Equal(CardeaClientState.Offline, app.Client.State);
        app.Clock.Advance(TimeSpan.FromSeconds(3));
        await Assert.ThrowsAsync<CardeaClientException>(app.GetAsync);
    }

    [Theory]
    [InlineData(500, "internal_error")]
    [InlineData(503, "unavailable")]
    [InlineData(429, "too_many_attempts")]
    [InlineData(401, "invalid_credentials")]
    [InlineData(401, "")]
    [InlineData(403, "")]
    [InlineData(302, "")]
    [InlineData(200, "")]
    [InlineData(400, "validation_failed")]
    public async Task Any_other_answer_keeps_the_session(int status, string code)
    {
        await using var app = await App.SignedInAsync(_world);
        _world.Before = _ => Task.FromResult<HttpResponseMessage?>(code.Length > 0 ? World.Problem(status, code) : new((HttpStatusCode)status) { Content = new StringContent("<html>Welcome to the airport</html>") });

        var exception = await Assert.ThrowsAsync<CardeaClientException>(app.GetAsync);

        Assert.Equal(code.Length > 0 ? code : CardeaClientException.UnexpectedAnswer, exception.Code);
        Assert.NotNull((await app.StoredAsync())!.Session);
        Assert.NotEqual(CardeaClientState.SignedOut, app.Client.State);
    }

    [Theory]
    [InlineData("invalid_refresh_token")]
    [InlineData("session_ended")]
    [InlineData("refresh_token_reused")]
    public async Task The_issuer_signs_out_and_says_so(string code)
    {
        await using var app = await App.SignedInAsync(_world);
        _world.Ended["session-1"] = code;

        Assert.Equal(401, await app.StatusAsync());

        Assert.Null(await app.StoredAsync());
        Assert.Equal(CardeaClientState.SignedOut, app.Client.State);
        Assert.Contains(app.Log.Lines, line => line.Contains(code, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_answer_for_another_session_is_dropped()
    {
        await using var app = await App.SignedInAsync(_world);
        _world.Begin("session-2");
        _world.Before = static _ => Task.FromResult<HttpResponseMessage?>(new(HttpStatusCode.OK)
        {
            Content = new StringContent("""{"accessToken":"at_session-2.0","expiresIn":600,"refreshToken":"cdr_session-2.1","sessionId":"session-2"}"""),
        });

        await Assert.ThrowsAsync<CardeaClientException>(app.GetAsync);
        Assert.Equal(World.Refresh("session-1", 0), (await app.StoredAsync())!.Session!.RefreshToken);
        Assert.Empty(_world.Shown);
    }

    [Fact]
    public async Task A_refused_token_that_can_t_be_replaced_now_does_not_look_signed_out()
    {
        await using var app = await App.SignedInAsync(_world);
        _world.Refused[(await app.GetAsync()).Split('|')[0]] = true;
        _world.Before = static request => Task.FromResult(request.RequestUri!.Host == "id.test" ? World.Problem(503, "unavailable") : null);

        Assert.Equal("unavailable", (await Assert.ThrowsAsync<CardeaClientException>(() => app.StatusAsync())).Code);
        Assert.True(_world.Responses.Single().IsDisposed);
    }

    private TaskCompletionSource Hold(string path)
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _world.Before = async request =>
        {
            if (request.RequestUri!.AbsolutePath == path)
            {
                await release.Task;
            }

            return null;
        };
        return release;
    }

    /// <summary>A clock whose steady part does not count sleep.</summary>
    private sealed class SleepyClock : TimeProvider
    {
        public TimeSpan Slept { get; set; }

        public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 11, 28, 0, 0, 0, TimeSpan.Zero) + Slept;

        public override long GetTimestamp() => 0;
    }
}
