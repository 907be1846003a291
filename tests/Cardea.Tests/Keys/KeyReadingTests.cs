using Cardea.Keys;
using Cardea.Tokens;

namespace Cardea.Tests.Keys;

/// <summary>What a node does with what it reads of the keys, and when that grows old.</summary>
public sealed class KeyReadingTests : IAsyncLifetime
{
    private readonly KeyRings _nodes = new();
    private readonly KeyRing _ring;

    public KeyReadingTests() => _ring = _nodes.New();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _ring.ReloadAsync(Cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public void A_node_that_has_read_the_keys_too_long_ago_makes_no_token()
    {
        _nodes.Clock.Advance(_nodes.Options.StalenessBound);
        var signing = _ring.CurrentSigning().Key;
        Assert.NotNull(_ring.CurrentRefresh());

        _nodes.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Throws<StoreUnavailableException>(() => _ring.CurrentSigning());
        Assert.Throws<StoreUnavailableException>(() => _ring.CurrentRefresh());
        Assert.Same(signing, _ring.FindSigning(signing.Id));
    }

    [Fact]
    public void What_the_feed_has_read_of_the_keys_counts_like_a_read_of_their_own()
    {
        _nodes.Clock.Advance(_nodes.Options.StalenessBound);
        _ring.Use(_nodes.Store.Keys, KnownAt.Now(_nodes.Clock));
        _nodes.Clock.Advance(_nodes.Options.StalenessBound);

        Assert.NotNull(_ring.CurrentSigning().Key);
    }

    [Fact]
    public async Task An_older_read_that_arrives_later_is_ignored()
    {
        var (older, asked, next) = (_nodes.Store.Keys, KnownAt.Now(_nodes.Clock), _ring.Published[1].Id);
        _nodes.Clock.Advance(TimeSpan.FromSeconds(1));
        await _ring.RotateAsync(by: null, Cancellation);
        await _ring.RetireAsync(_ring.CurrentSigning().Key.Id, by: null, Cancellation);
        _ring.Use(older, asked);

        Assert.Equal(_nodes.Store.Keys.OrderBy(static key => key.Id, StringComparer.Ordinal), _ring.Stored.OrderBy(static key => key.Id, StringComparer.Ordinal));
        Assert.Equal(next, _ring.CurrentSigning().Key.Id);
    }

    [Fact]
    public async Task An_older_read_does_not_make_knowledge_older()
    {
        var (older, asked) = (_nodes.Store.Keys, KnownAt.Now(_nodes.Clock));
        await _nodes.AdvanceAsync(_ring, _nodes.Options.StalenessBound);
        _ring.Use(older, asked);
        _nodes.Clock.Advance(_nodes.Options.StalenessBound);

        Assert.NotNull(_ring.CurrentSigning().Key);
    }

    [Fact]
    public void Under_its_number_the_store_may_have_another_refresh_token_key_meanwhile()
    {
        var token = _ring.CurrentRefresh().Begin(SessionId.Create(KeyRings.Start.AddDays(1))).Reveal();
        var others = _nodes.Store.Keys.Where(static key => key.Id != "0").ToArray();
        _ring.Use([.. others, _nodes.NewRefreshKey("0", KeyRings.Start)], KnownAt.Now(_nodes.Clock));

        Assert.NotNull(_ring.FindRefresh(0));
        Assert.Null(RefreshTokenKey.Read(token, _ring.FindRefresh));
    }

    [Fact]
    public void A_key_whose_row_has_changed_is_not_opened_again()
    {
        var signing = _ring.CurrentSigning().Key;
        _ring.Use([.. _nodes.Store.Keys.Select(static key => key with { LongestLife = TimeSpan.FromMinutes(1) })], KnownAt.Now(_nodes.Clock));

        Assert.Equal((signing, TimeSpan.FromMinutes(1)), _ring.CurrentSigning());
    }
}
