using Cardea.Keys;

namespace Cardea.Tests.Keys;

public sealed class KeyRetirementTests : IAsyncLifetime
{
    private readonly KeyRings _nodes = new();
    private readonly KeyRing _ring;

    public KeyRetirementTests() => _ring = _nodes.New();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _ring.ReloadAsync(Cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_key_that_is_given_up_is_refused_at_once_and_another_signs()
    {
        var (signing, refresh) = (_ring.CurrentSigning(), _ring.CurrentRefresh());

        Assert.True(await _ring.RetireAsync(signing.Id, Cancellation));
        Assert.Null(_ring.FindSigning(signing.Id));
        Assert.NotEqual(signing.Id, _ring.CurrentSigning().Id);
        Assert.Same(refresh, _ring.CurrentRefresh());

        Assert.True(await _ring.RetireAsync("0", Cancellation));
        Assert.Null(_ring.FindRefresh(refresh.Id));
        Assert.NotEqual(refresh.Id, _ring.CurrentRefresh().Id);
    }

    [Fact]
    public async Task A_key_that_was_given_up_does_not_come_back()
    {
        var retired = _ring.CurrentSigning().Id;
        await _ring.RetireAsync(retired, Cancellation);
        await _ring.RotateAsync(Cancellation);

        Assert.Null(_ring.FindSigning(retired));
        Assert.Equal(KeyRings.Start, _ring.Stored.Single(key => key.Id == retired).ExpiresAt);
        Assert.False(await _ring.RetireAsync(retired, Cancellation));
    }

    [Fact]
    public async Task Giving_up_the_key_in_use_lets_one_take_over_that_was_published_ahead()
    {
        await _ring.RotateAsync(Cancellation);
        await _ring.RetireAsync(_ring.CurrentSigning().Id, Cancellation);

        Assert.Same(Assert.Single(_ring.Published), _ring.CurrentSigning());
        Assert.Equal(4, _ring.Stored.Count);
    }

    [Fact]
    public async Task Giving_up_the_key_published_ahead_leaves_the_one_in_use()
    {
        var signing = _ring.CurrentSigning();
        await _ring.RotateAsync(Cancellation);
        var ahead = _ring.Published.Single(key => key.Id != signing.Id);
        await _ring.RetireAsync(ahead.Id, Cancellation);

        Assert.Null(_ring.FindSigning(ahead.Id));
        Assert.Contains(signing, _ring.Published);
        _nodes.Clock.Advance(KeyRing.PublishedAhead);
        Assert.NotEqual(ahead.Id, _ring.CurrentSigning().Id);
    }

    [Fact]
    public async Task Giving_up_what_is_not_there_says_so()
    {

        Assert.False(await _ring.RetireAsync("nothing", Cancellation));
        Assert.Equal(2, _ring.Stored.Count);
    }
}
