using Cardea.Keys;

namespace Cardea.Tests.Keys;

/// <summary>A store that has forgotten that a key was given up, as after a fail-over, meets a node that knows it.</summary>
public sealed class ForgottenRetirementTests : IAsyncLifetime
{
    private readonly KeyRings _nodes = new();
    private readonly KeyRing _ring;

    public ForgottenRetirementTests() => _ring = _nodes.New();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _ring.ReloadAsync(Cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_key_that_was_given_up_does_not_come_back()
    {
        var (retired, next) = (_ring.CurrentSigning().Key.Id, _ring.Published[1].Id);
        await ForgetAsync(() => _ring.RetireAsync(retired, by: null, Cancellation));

        Assert.Null(_ring.FindSigning(retired));
        Assert.DoesNotContain(retired, _ring.Published.Select(static key => key.Id));
        Assert.Equal(next, _ring.CurrentSigning().Key.Id);
    }

    [Fact]
    public async Task A_refresh_token_key_that_was_given_up_does_not_come_back_either()
    {
        await ForgetAsync(() => _ring.RetireAsync("0", by: null, Cancellation));

        Assert.Null(_ring.FindRefresh(0));
        Assert.Equal(1, _ring.CurrentRefresh().Id);
    }

    [Fact]
    public async Task Writing_back_gives_it_up_for_every_node()
    {
        var (retired, next) = (_ring.CurrentSigning().Key.Id, _ring.Published[1].Id);
        await ForgetAsync(() => _ring.RetireAsync(retired, by: null, Cancellation));
        var other = _nodes.New();
        await other.ReloadAsync(Cancellation);
        Assert.NotNull(other.FindSigning(retired));

        await _ring.WriteBackAsync(Cancellation);
        await other.ReloadAsync(Cancellation);

        Assert.Null(other.FindSigning(retired));
        Assert.Equal(next, other.CurrentSigning().Key.Id);
    }

    [Fact]
    public async Task Writing_back_leaves_all_other_keys_as_they_are()
    {
        await _ring.RetireAsync(_ring.CurrentSigning().Key.Id, by: null, Cancellation);
        var known = _nodes.Store.Keys;
        await _ring.WriteBackAsync(Cancellation);

        Assert.Equal(known, _nodes.Store.Keys);
    }

    [Fact]
    public async Task Another_key_under_the_number_of_one_that_was_given_up_is_accepted()
    {
        await _ring.RetireAsync("0", by: null, Cancellation);
        _ring.Use([.. _nodes.Store.Keys.Where(static key => key.Id != "0"), _nodes.NewRefreshKey("0", KeyRings.Start)], KnownAt.Now(_nodes.Clock));

        Assert.NotNull(_ring.FindRefresh(0));
    }

    // What the store had before a step, it has again after it.
    private async Task ForgetAsync(Func<Task> step)
    {
        var before = _nodes.Store.Keys;
        await step();
        _nodes.Store.Restore(before);
        _ring.Use(before, KnownAt.Now(_nodes.Clock));
    }
}
