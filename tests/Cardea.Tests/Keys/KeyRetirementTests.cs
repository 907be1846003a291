using Cardea.Keys;

namespace Cardea.Tests.Keys;

public sealed class KeyRetirementTests : IAsyncLifetime
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly KeyRings _nodes = new();
    private readonly KeyRing _ring;

    public KeyRetirementTests() => _ring = _nodes.New();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _ring.ReloadAsync(Cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Giving_up_the_current_key_lets_the_one_that_waits_take_over_at_once()
    {
        var (signing, next, refresh) = (_ring.CurrentSigning().Key, _ring.Published[1], _ring.CurrentRefresh());

        Assert.Equal(KeyChange.Made, await _ring.RetireAsync(signing.Id, by: null, Cancellation));
        Assert.Null(_ring.FindSigning(signing.Id));
        Assert.Same(next, _ring.CurrentSigning().Key);
        Assert.Same(refresh, _ring.CurrentRefresh());
        Assert.Equal(2, _ring.Published.Count);

        Assert.Equal(KeyChange.Made, await _ring.RetireAsync("0", by: null, Cancellation));
        Assert.Null(_ring.FindRefresh(refresh.Id));
        Assert.Equal(1, _ring.CurrentRefresh().Id);
        Assert.NotNull(_ring.FindRefresh(2));
    }

    [Fact]
    public async Task Giving_up_the_key_that_waits_leaves_the_current_one_and_another_waits()
    {
        var (signing, waiting) = (_ring.CurrentSigning().Key, _ring.Published[1]);

        Assert.Equal(KeyChange.Made, await _ring.RetireAsync(waiting.Id, by: null, Cancellation));
        Assert.Null(_ring.FindSigning(waiting.Id));
        Assert.Same(signing, _ring.CurrentSigning().Key);
        Assert.Equal(2, _ring.Published.Count);

        await _nodes.AdvanceAsync(_ring, _nodes.Options.KeyLifetime);
        Assert.Same(_ring.Published[1], _ring.CurrentSigning().Key);
        Assert.NotEqual(waiting.Id, _ring.CurrentSigning().Key.Id);
    }

    [Fact]
    public async Task Giving_up_the_key_that_was_about_to_take_over_lets_every_token_of_the_current_one_live_out_its_life()
    {
        var signing = _ring.CurrentSigning().Key;
        await _nodes.AdvanceAsync(_ring, _nodes.Options.KeyLifetime - Tick);
        await _ring.RetireAsync(_ring.Published[1].Id, by: null, Cancellation);
        await _nodes.AdvanceAsync(_ring, KeyRing.PublishedAhead - Tick);
        Assert.Same(signing, _ring.CurrentSigning().Key);

        await _nodes.AdvanceAsync(_ring, _nodes.Options.LongestAccessToken);
        Assert.NotSame(signing, _ring.CurrentSigning().Key);
        Assert.Same(signing, _ring.FindSigning(signing.Id));
    }

    [Fact]
    public async Task Giving_up_an_old_key_leaves_the_current_and_the_next_one()
    {
        var old = _ring.CurrentSigning().Key;
        await _ring.RotateAsync(by: null, Cancellation);
        await _nodes.AdvanceAsync(_ring, KeyRing.PublishedAhead);
        var (signing, next) = (_ring.CurrentSigning().Key, _ring.Published[2]);

        Assert.Equal(KeyChange.Made, await _ring.RetireAsync(old.Id, by: null, Cancellation));
        Assert.Null(_ring.FindSigning(old.Id));
        Assert.Same(signing, _ring.CurrentSigning().Key);
        Assert.Equal([signing, next], _ring.Published);
        Assert.True(_ring.Stored[^1].ActiveFrom > _nodes.Clock.GetUtcNow() + KeyRing.PublishedAhead);
    }

    [Fact]
    public async Task Giving_up_the_current_key_and_the_next_leaves_a_node_that_signs_with_a_new_one()
    {
        var published = _ring.Published;
        await _ring.RetireAsync(published[1].Id, by: null, Cancellation);
        await _nodes.Store.RetireAsync(_ring.Published[1].Id, _nodes.Clock.GetUtcNow(), by: null, Cancellation);
        await _ring.RetireAsync(published[0].Id, by: null, Cancellation);

        Assert.Equal(2, _ring.Published.Count);
        Assert.Same(_ring.Published[0], _ring.CurrentSigning().Key);
        Assert.DoesNotContain(_ring.CurrentSigning().Key, published);
    }

    [Fact]
    public async Task What_was_given_up_or_is_not_there_can_not_be_given_up()
    {
        var retired = _ring.CurrentSigning().Key.Id;
        await _ring.RetireAsync(retired, by: null, Cancellation);

        Assert.Equal(KeyChange.None, await _ring.RetireAsync(retired, by: null, Cancellation));
        Assert.Equal(KeyChange.None, await _ring.RetireAsync("nothing", by: null, Cancellation));
        Assert.Equal(5, _ring.Stored.Count);
    }

    [Fact]
    public async Task Whoever_changes_a_key_tells_those_who_watch()
    {
        var changes = 0;
        _ring.Watch(() => changes++);
        await _ring.ReloadAsync(Cancellation);
        Assert.Equal(0, changes);

        await _ring.RotateAsync(by: null, Cancellation);
        Assert.Equal(1, changes);
        await _ring.RetireAsync("0", by: null, Cancellation);
        Assert.True(changes > 1);
    }
}
