using Cardea.Keys;

namespace Cardea.Tests.Keys;

/// <summary>A key's row says how long its longest token lives: what must outlive the token goes by it, whatever a node's settings are.</summary>
public sealed class LongestLifeTests : IAsyncLifetime
{
    private static readonly TimeSpan AnHour = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestOfAnHour = TimeSpan.FromMinutes(63);

    private readonly KeyRings _nodes = new() { Options = { AccessTokenLifetime = AnHour } };
    private readonly KeyRing _ring;
    private readonly KeyRing _shorter;

    public LongestLifeTests()
    {
        _ring = _nodes.New();
        _shorter = _nodes.New(options: new() { AccessTokenLifetime = TimeSpan.FromMinutes(5) });
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IEnumerable<TimeSpan> Lives => _nodes.Store.Keys.Where(static key => key.Purpose == KeyPurpose.AccessToken).Select(static key => key.LongestLife);

    public async ValueTask InitializeAsync() => await _ring.ReloadAsync(Cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_node_whose_tokens_live_shorter_never_lowers_it()
    {
        await _shorter.ReloadAsync(Cancellation);
        await _shorter.RotateAsync(by: null, Cancellation);

        Assert.All(Lives, static life => Assert.Equal(LongestOfAnHour, life));
        Assert.Equal(LongestOfAnHour + _nodes.Options.RevocationMargin, _shorter.RevocationLife);
        Assert.Equal(LongestOfAnHour, _shorter.CurrentSigning().LongestLife);
    }

    [Fact]
    public async Task A_node_whose_tokens_live_longer_raises_it_before_it_signs_and_the_expiry_with_it()
    {
        await _ring.RotateAsync(by: null, Cancellation);
        var expiry = _nodes.Store.Keys[0].ExpiresAt;
        var longer = _nodes.New(options: new() { AccessTokenLifetime = 2 * AnHour });
        await longer.ReloadAsync(Cancellation);

        Assert.All(Lives, static life => Assert.Equal(2 * LongestOfAnHour, life));
        Assert.Equal(2 * LongestOfAnHour, longer.CurrentSigning().LongestLife);
        Assert.Equal(expiry + LongestOfAnHour, _nodes.Store.Keys[0].ExpiresAt);
    }

    [Fact]
    public async Task A_key_that_was_made_for_shorter_tokens_is_raised_by_the_next_read_of_a_node_whose_tokens_live_longer()
    {
        await _shorter.ReloadAsync(Cancellation);
        await _shorter.RetireAsync(_shorter.CurrentSigning().Key.Id, by: null, Cancellation);
        Assert.Equal(TimeSpan.FromSeconds(315), Lives.Last());
        await _ring.ReloadAsync(Cancellation);

        Assert.All(Lives, static life => Assert.Equal(LongestOfAnHour, life));
    }
}
