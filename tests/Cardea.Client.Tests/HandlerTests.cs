using System.Net.Http.Headers;
using Cardea.Client.Tests.Running;

namespace Cardea.Client.Tests;

/// <summary>Requests of an HTTP client with AddCardeaTokens().</summary>
public sealed class HandlerTests
{
    private readonly World _world = new();

    [Fact]
    public async Task A_thousand_callers_share_one_refresh()
    {
        await using var app = await App.SignedInAsync(_world);
        var release = new TaskCompletionSource<HttpResponseMessage?>();
        _world.Before = request => request.RequestUri!.AbsolutePath == "/auth/refresh" ? release.Task : Task.FromResult<HttpResponseMessage?>(null);

        var callers = Enumerable.Range(0, 1000).Select(_ => app.GetAsync()).ToArray();
        await Eventually.TrueAsync(() => _world.Refreshes > 0);
        release.SetResult(null);
        var answers = await Task.WhenAll(callers);

        Assert.Equal(1, _world.Refreshes);
        Assert.Single(answers.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_thousand_callers_that_are_refused_share_one_refresh()
    {
        await using var app = await App.SignedInAsync(_world);
        var first = (await app.GetAsync()).Split('|')[0];
        _world.Refused[first] = true;

        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => app.GetAsync()));

        Assert.Equal(2, _world.Refreshes);
        Assert.DoesNotContain($"{first}|", answers);
    }

    [Fact]
    public async Task Many_users_share_a_pooled_handler_and_no_token()
    {
        await using var app = new App(_world, store: null);
        var clients = Enumerable.Range(0, 100).Select(async user =>
        {
            var store = new InMemoryTokenStore();
            await store.ReplaceAsync(null, _world.Begin($"user-{user}"), TestContext.Current.CancellationToken);
            return (user, Http: app.Factory.Create(store).CreateHttpClient("api"));
        });

        await Task.WhenAll(clients.Select(async client =>
        {
            var (user, http) = await client;
            using (http)
            {
                for (var request = 0; request < 5; request++)
                {
                    Assert.StartsWith($"at_user-{user}.", await http.GetStringAsync(new Uri("/notes", UriKind.Relative), TestContext.Current.CancellationToken), StringComparison.Ordinal);
                }
            }
        }));
        Assert.Equal(100, _world.Refreshes);
    }

    [Fact]
    public async Task Stores_of_one_session_share_its_refresh_and_all_get_the_new_token()
    {
        await using var app = new App(_world, store: null);
        var tokens = _world.Begin();
        ITokenStore[] stores = [new InMemoryTokenStore(), new InMemoryTokenStore()];
        foreach (var store in stores)
        {
            await store.ReplaceAsync(null, tokens, TestContext.Current.CancellationToken);
        }

        await Task.WhenAll(stores.Select(store => app.Factory.Create(store).GetAccessTokenAsync(cancellationToken: TestContext.Current.CancellationToken)));

        Assert.All(stores, store => Assert.Equal(World.Refresh("session-1", 1), store.ReadAsync(TestContext.Current.CancellationToken).AsTask().Result!.Session!.RefreshToken));
    }

    [Fact]
    public async Task Nobody_signed_in_sends_no_token()
    {
        await using var app = new App(_world, new InMemoryTokenStore());

        Assert.Equal(401, await app.StatusAsync());
        Assert.Equal([""], _world.Shown);
        Assert.Equal(0, _world.Refreshes);
    }

    [Fact]
    public async Task A_token_of_the_caller_is_left_alone()
    {
        await using var app = await App.SignedInAsync(_world);
        app.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "at_own.0");

        Assert.StartsWith("at_own.0|", await app.GetAsync(), StringComparison.Ordinal);
        Assert.Equal(0, _world.Refreshes);
    }

    [Fact]
    public async Task An_api_that_refuses_all_gets_one_more_request_and_then_no_refresh_for_a_while()
    {
        await using var app = await App.SignedInAsync(_world);
        _world.RefusesAll = true;

        Assert.Equal(401, await app.StatusAsync());
        Assert.Equal((2, 2), (_world.Refreshes, _world.Shown.Count));

        Assert.Equal(401, await app.StatusAsync());
        Assert.Equal((2, 3), (_world.Refreshes, _world.Shown.Count));

        app.Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(401, await app.StatusAsync());
        Assert.Equal(3, _world.Refreshes);
    }

    [Theory]
    [InlineData("Bearer")]
    [InlineData("Bearer error=\"insufficient_scope\"")]
    [InlineData("Basic realm=\"invalid_token\"")]
    [InlineData("Bearer realm=\"error invalid_token\"")]
    public async Task A_401_for_another_reason_is_returned(string challenge)
    {
        await using var app = await App.SignedInAsync(_world);
        await app.GetAsync();
        _world.Before = _ => Task.FromResult<HttpResponseMessage?>(new(System.Net.HttpStatusCode.Unauthorized) { Headers = { { "WWW-Authenticate", challenge } } });

        Assert.Equal(401, await app.StatusAsync());
        Assert.Equal(1, _world.Refreshes);
    }

    [Theory]
    [InlineData("Bearer error=\"invalid_token\"")]
    [InlineData("bearer realm=\"x, y\", error=\"invalid_token\", error_description=\"expired\"")]
    [InlineData("Bearer error=invalid_token")]
    public async Task A_401_for_the_token_is_followed_by_a_refresh(string challenge)
    {
        await using var app = await App.SignedInAsync(_world);
        await app.GetAsync();
        var refusals = 1;
        _world.Before = request => Task.FromResult<HttpResponseMessage?>(request.RequestUri!.Host == "api.test" && refusals-- > 0
            ? new(System.Net.HttpStatusCode.Unauthorized) { Headers = { { "WWW-Authenticate", challenge } } }
            : null);

        Assert.Equal(200, await app.StatusAsync());
        Assert.Equal(2, _world.Refreshes);
    }

    [Fact]
    public async Task A_token_goes_to_the_listed_origins_only()
    {
        await using var app = await App.SignedInAsync(_world, tokens: static options => options.Origins.Add("http://Orders.test:80/"));

        Assert.Equal(401, await app.StatusAsync());
        Assert.StartsWith("at_", await app.Http.GetStringAsync(new Uri("http://orders.test/x"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("", _world.Shown.First());
    }

    [Fact]
    public async Task A_token_never_goes_without_encryption()
    {
        await using var app = await App.SignedInAsync(_world);

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => app.Http.GetStringAsync(new Uri("http://orders.test/x"), TestContext.Current.CancellationToken));

        Assert.Contains("CardeaTokensOptions.Origins", exception.Message, StringComparison.Ordinal);
        Assert.Empty(_world.Requests);
    }

    [Fact]
    public async Task A_request_that_does_not_wait_is_refused()
    {
        await using var app = await App.SignedInAsync(_world);
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.test/notes");

        Assert.Contains("SendAsync", Assert.Throws<NotSupportedException>(() => app.Http.Send(request, TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_audience_has_a_token_of_its_own()
    {
        await using var app = await App.SignedInAsync(_world, tokens: static options => options.Audience = "https://orders");

        Assert.Contains(".https://orders|", await app.GetAsync(), StringComparison.Ordinal);
        Assert.EndsWith(".", await app.Client.GetAccessTokenAsync(cancellationToken: TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains(".https://orders|", await app.GetAsync(), StringComparison.Ordinal);
        Assert.Equal(2, _world.Refreshes);
    }

    [Fact]
    public async Task Without_a_store_the_error_names_the_fix()
    {
        await using var app = new App(_world, store: null);

        Assert.Contains("StoreInMemory()", (await Assert.ThrowsAsync<InvalidOperationException>(app.GetAsync)).Message, StringComparison.Ordinal);
    }
}
