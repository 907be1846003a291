using Cardea.Keys;
using Microsoft.Extensions.Time.Testing;

namespace Cardea.Tests.Keys;

public sealed class KeyRingRotationTests : IAsyncLifetime
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly KeyRings _nodes = new();
    private readonly KeyRing _ring;

    public KeyRingRotationTests() => _ring = _nodes.New();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _ring.ReloadAsync(Cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Rotating_lets_the_key_take_over_soon_that_was_published_already()
    {
        var (signing, refresh, next) = (_ring.CurrentSigning().Key, _ring.CurrentRefresh(), _ring.Published[1]);
        await _ring.RotateAsync(by: null, Cancellation);

        Assert.Equal(4, _ring.Stored.Count);
        await _nodes.AdvanceAsync(_ring, KeyRing.PublishedAhead - Tick);
        Assert.Same(signing, _ring.CurrentSigning().Key);
        Assert.Same(refresh, _ring.CurrentRefresh());

        await _nodes.AdvanceAsync(_ring, Tick);
        Assert.Same(next, _ring.CurrentSigning().Key);
        Assert.Equal(1, _ring.CurrentRefresh().Id);
        Assert.Equal([signing, next], _ring.Published.SkipLast(1));
        Assert.Equal(6, _ring.Stored.Count);
    }

    [Fact]
    public async Task Rotating_again_before_the_next_key_has_taken_over_changes_nothing()
    {
        await _ring.RotateAsync(by: null, Cancellation);
        var once = _ring.Stored;
        await _ring.RotateAsync(by: null, Cancellation);

        Assert.Equal(once, _ring.Stored);
    }

    [Fact]
    public async Task A_signing_key_is_published_until_its_last_access_token_has_expired()
    {
        var old = _ring.CurrentSigning().Key;
        await _ring.RotateAsync(by: null, Cancellation);
        await _nodes.AdvanceAsync(_ring, KeyRing.PublishedAhead + _nodes.Options.LongestAccessToken + _nodes.Options.RevocationMargin - Tick);
        Assert.Same(old, _ring.FindSigning(old.Id));
        Assert.Contains(old, _ring.Published);

        await _nodes.AdvanceAsync(_ring, Tick);
        Assert.Null(_ring.FindSigning(old.Id));
        Assert.DoesNotContain(old, _ring.Published);
    }

    [Fact]
    public async Task A_refresh_token_key_is_kept_until_its_last_session_has_ended()
    {
        var old = _ring.CurrentRefresh();
        await _ring.RotateAsync(by: null, Cancellation);
        await _nodes.AdvanceAsync(_ring, KeyRing.PublishedAhead + _nodes.Options.SessionLifetime);
        Assert.Same(old, _ring.FindRefresh(old.Id));

        await _nodes.AdvanceAsync(_ring, _nodes.Options.RevocationMargin);
        Assert.Null(_ring.FindRefresh(old.Id));
    }

    [Fact]
    public async Task Keys_take_over_when_their_time_comes_and_the_next_is_made_then()
    {
        var (first, next) = (_ring.CurrentSigning().Key, _ring.Published[1]);
        await _nodes.AdvanceAsync(_ring, _nodes.Options.KeyLifetime - Tick);
        Assert.Same(first, _ring.CurrentSigning().Key);
        Assert.Equal(4, _ring.Stored.Count);

        await _nodes.AdvanceAsync(_ring, Tick);
        Assert.Same(next, _ring.CurrentSigning().Key);
        Assert.Equal(6, _ring.Stored.Count);
        Assert.Equal(KeyRings.Start + (2 * _nodes.Options.KeyLifetime), _ring.Stored[^1].ActiveFrom);
    }

    [Fact]
    public async Task Of_two_nodes_whose_next_key_is_due_at_once_one_makes_it()
    {
        var other = _nodes.New();
        await other.ReloadAsync(Cancellation);
        _nodes.Clock.Advance(_nodes.Options.KeyLifetime);
        await Task.WhenAll(((KeyRing[])[_ring, other]).Select(static ring => Task.Run(() => ring.ReloadAsync(Cancellation), Cancellation)));

        Assert.Equal(6, _nodes.Store.Keys.Count);
        Assert.Equal(_ring.CurrentSigning().Key.Id, other.CurrentSigning().Key.Id);
        Assert.Equal(_ring.CurrentRefresh().Id, other.CurrentRefresh().Id);
    }

    [Fact]
    public async Task A_node_whose_clock_lags_behind_rotates_as_well()
    {
        var lagging = _nodes.New(new FakeTimeProvider(KeyRings.Start.AddMinutes(-2)));
        await lagging.RotateAsync(by: null, Cancellation);

        Assert.Equal(_ring.CurrentSigning().Key.Id, lagging.CurrentSigning().Key.Id);
        await _nodes.AdvanceAsync(_ring, KeyRing.PublishedAhead - TimeSpan.FromMinutes(2));
        Assert.Equal(_ring.Published[1].Id, _ring.CurrentSigning().Key.Id);
    }

    [Fact]
    public async Task A_node_starts_again_after_years_in_which_every_key_but_the_last_has_expired()
    {
        await _nodes.AdvanceAsync(_ring, TimeSpan.FromDays(1000));

        Assert.Equal(_ring.Published[^2], _ring.CurrentSigning().Key);
        Assert.Equal(_nodes.Clock.GetUtcNow() + KeyRing.PublishedAhead, _ring.Stored[^1].ActiveFrom);
    }
}
