using Cardea.Client.Rotation;
using Cardea.Client.Tests.Running;

namespace Cardea.Client.Tests;

/// <summary>What an app hears of its client, and what the client keeps in memory.</summary>
public sealed class StateTests
{
    private readonly World _world = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_change_is_reported_once_and_in_order()
    {
        await using var app = await App.SignedInAsync(_world);
        var states = new List<CardeaClientState>();
        app.Client.StateChanged += (sender, change) =>
        {
            Assert.Same(app.Client, sender);
            states.Add(change.Current);
        };

        Assert.Equal(CardeaClientState.Unknown, app.Client.State);
        await app.Client.GetStateAsync(Cancellation);
        await app.GetAsync();
        _world.Before = static _ => throw new HttpRequestException("no network");
        await Assert.ThrowsAsync<CardeaClientException>(() => app.Client.GetAccessTokenAsync(force: true, cancellationToken: Cancellation));
        await Assert.ThrowsAsync<CardeaClientException>(() => app.Client.GetAccessTokenAsync(force: true, cancellationToken: Cancellation));
        _world.Before = null;
        await app.Client.GetAccessTokenAsync(force: true, cancellationToken: Cancellation);
        await app.Client.SignOutAsync(cancellationToken: Cancellation);
        await app.Client.SignOutAsync(cancellationToken: Cancellation);

        Assert.Equal([CardeaClientState.SignedIn, CardeaClientState.Offline, CardeaClientState.SignedIn, CardeaClientState.SignedOut], states);
    }

    [Fact]
    public async Task A_handler_can_call_the_client_and_may_throw()
    {
        await using var app = new App(_world, new InMemoryTokenStore());
        var states = new List<CardeaClientState>();
        app.Client.StateChanged += (_, change) =>
        {
            states.Add(change.Current);
            if (change.Current == CardeaClientState.SignedIn)
            {
                app.Client.SignOutAsync(cancellationToken: Cancellation).GetAwaiter().GetResult();
                throw new InvalidOperationException("A fault of the app.");
            }
        };

        await app.Client.SignInAsync("ada@example.org", "secret", Cancellation);

        Assert.Equal([CardeaClientState.SignedIn, CardeaClientState.SignedOut], states);
        Assert.Contains(1111, app.Log.Events);
    }

    [Fact]
    public async Task A_handler_that_was_removed_hears_nothing()
    {
        await using var app = await App.SignedInAsync(_world);
        app.Client.StateChanged += Fail;
        app.Client.StateChanged -= Fail;

        Assert.Equal(CardeaClientState.SignedIn, await app.Client.GetStateAsync(Cancellation));

        static void Fail(object? sender, CardeaStateChangedEventArgs change) => Assert.Fail("It was removed.");
    }

    [Fact]
    public async Task Sessions_that_are_not_used_any_more_take_no_memory()
    {
        await using var app = new App(_world, store: null);
        for (var user = 0; user < 3000; user++)
        {
            var store = new InMemoryTokenStore();
            await store.ReplaceAsync(null, _world.Begin($"user-{user}"), Cancellation);
            await app.Factory.Create(store).GetAccessTokenAsync(cancellationToken: Cancellation);
            app.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(app.Service<TokenCache>().Count, 600, 2000);
    }
}
