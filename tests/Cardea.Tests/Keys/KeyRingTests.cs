using Cardea.Keys;
using Cardea.Sessions;
using Cardea.Tokens;
using Microsoft.Extensions.Time.Testing;

namespace Cardea.Tests.Keys;

public sealed class KeyRingTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly CardeaOptions _options = new();
    private readonly FakeTimeProvider _clock = new(Start);
    private readonly InMemoryKeyStore _store = new();
    private readonly MasterKey _masterKey = MasterKey.Parse(MasterKey.Generate());
    private readonly KeyRing _ring;

    public KeyRingTests() => _ring = NewRing();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Before_the_keys_are_read_nothing_is_signed_and_nothing_accepted()
    {
        Assert.Throws<StoreUnavailableException>(() => _ring.CurrentSigning());
        Assert.Throws<StoreUnavailableException>(() => _ring.CurrentRefresh());
        Assert.Null(_ring.FindRefresh(0));
        Assert.Empty(_ring.Published);
    }

    [Fact]
    public async Task The_first_start_makes_a_key_of_each_purpose_that_is_used_at_once()
    {
        await _ring.ReloadAsync(Cancellation);

        var signing = _ring.CurrentSigning();
        Assert.Same(signing, Assert.Single(_ring.Published));
        Assert.Same(signing, _ring.FindSigning(signing.Id));
        Assert.Same(_ring.CurrentRefresh(), _ring.FindRefresh(_ring.CurrentRefresh().Id));
        Assert.Equal([KeyPurpose.AccessToken, KeyPurpose.RefreshToken], _ring.Stored.Select(static key => key.Purpose).Order());
    }

    [Fact]
    public async Task Reading_again_makes_nothing_new()
    {
        await _ring.ReloadAsync(Cancellation);
        var signing = _ring.CurrentSigning();
        await _ring.ReloadAsync(Cancellation);

        Assert.Same(signing, _ring.CurrentSigning());
        Assert.Equal(2, _ring.Stored.Count);
    }

    [Fact]
    public async Task Every_node_reads_the_same_keys()
    {
        await _ring.ReloadAsync(Cancellation);
        var other = NewRing();
        await other.ReloadAsync(Cancellation);

        Assert.Equal(_ring.CurrentSigning().Id, other.CurrentSigning().Id);
        var token = _ring.CurrentRefresh().Begin(SessionId.Create(Start));
        Assert.Equal(token.Next().Reveal(), RefreshTokenKey.Read(token.Reveal(), other.FindRefresh)!.Next().Reveal());
    }

    [Fact]
    public async Task Nodes_that_start_at_once_agree_on_the_first_keys()
    {
        var rings = Enumerable.Range(0, 20).Select(_ => NewRing()).ToArray();
        await AtOnceAsync(rings);

        Assert.Equal(2, (await _store.ReadAsync(Cancellation)).Count);
        Assert.Single(rings.Select(static ring => ring.CurrentSigning().Id).Distinct());
        Assert.Single(rings.Select(static ring => ring.CurrentRefresh().Id).Distinct());
    }

    [Fact]
    public async Task A_new_key_is_published_ahead_and_then_takes_over()
    {
        await _ring.ReloadAsync(Cancellation);
        var (signing, refresh) = (_ring.CurrentSigning(), _ring.CurrentRefresh());
        await _ring.RotateAsync(Cancellation);

        Assert.Equal(2, _ring.Published.Count);
        _clock.Advance(KeyRing.PublishedAhead - Tick);
        Assert.Same(signing, _ring.CurrentSigning());
        Assert.Same(refresh, _ring.CurrentRefresh());

        _clock.Advance(Tick);
        Assert.NotSame(signing, _ring.CurrentSigning());
        Assert.NotSame(refresh, _ring.CurrentRefresh());
        Assert.Contains(_ring.CurrentSigning(), _ring.Published);
    }

    [Fact]
    public async Task A_signing_key_is_published_until_its_last_access_token_has_expired()
    {
        await _ring.ReloadAsync(Cancellation);
        var old = _ring.CurrentSigning();
        await _ring.RotateAsync(Cancellation);

        _clock.Advance(KeyRing.PublishedAhead + _options.RevocationLifetime - Tick);
        Assert.Same(old, _ring.FindSigning(old.Id));
        Assert.Contains(old, _ring.Published);

        _clock.Advance(Tick);
        Assert.Null(_ring.FindSigning(old.Id));
        Assert.Same(_ring.CurrentSigning(), Assert.Single(_ring.Published));
    }

    [Fact]
    public async Task A_refresh_token_key_is_kept_until_its_last_session_has_ended()
    {
        await _ring.ReloadAsync(Cancellation);
        var old = _ring.CurrentRefresh();
        await _ring.RotateAsync(Cancellation);

        _clock.Advance(KeyRing.PublishedAhead + _options.SessionLifetime);
        Assert.Same(old, _ring.FindRefresh(old.Id));

        _clock.Advance(_options.ClockSkew);
        Assert.Null(_ring.FindRefresh(old.Id));
    }

    [Fact]
    public async Task Keys_are_rotated_when_their_time_comes_without_a_gap()
    {
        await _ring.ReloadAsync(Cancellation);
        var first = _ring.CurrentSigning();

        _clock.Advance(_options.KeyLifetime - KeyRing.PublishedAhead - Tick);
        await _ring.ReloadAsync(Cancellation);
        Assert.Equal(2, _ring.Stored.Count);

        _clock.Advance(Tick);
        await _ring.ReloadAsync(Cancellation);
        Assert.Equal(4, _ring.Stored.Count);
        Assert.Same(first, _ring.CurrentSigning());

        _clock.Advance(KeyRing.PublishedAhead);
        await _ring.ReloadAsync(Cancellation);
        Assert.Equal(4, _ring.Stored.Count);
        Assert.NotSame(first, _ring.CurrentSigning());
    }

    [Fact]
    public async Task Over_the_years_refresh_token_keys_never_share_a_number_while_one_is_accepted()
    {
        await _ring.ReloadAsync(Cancellation);
        for (var rotation = 0; rotation < 300; rotation++)
        {
            Assert.Distinct(_ring.Stored.Where(static key => key.Purpose == KeyPurpose.RefreshToken).Select(static key => key.Id));
            _clock.Advance(_options.KeyLifetime);
            _store.Sweep(_clock.GetUtcNow());
            await _ring.ReloadAsync(Cancellation);
        }
    }

    [Fact]
    public async Task Of_two_nodes_that_rotate_at_once_one_wins()
    {
        var other = NewRing();
        await _ring.ReloadAsync(Cancellation);
        await other.ReloadAsync(Cancellation);
        _clock.Advance(_options.KeyLifetime);
        await AtOnceAsync(_ring, other);

        Assert.Equal(4, (await _store.ReadAsync(Cancellation)).Count);
        _clock.Advance(KeyRing.PublishedAhead);
        Assert.Equal(_ring.CurrentSigning().Id, other.CurrentSigning().Id);
        Assert.Equal(_ring.CurrentRefresh().Id, other.CurrentRefresh().Id);
    }

    [Fact]
    public async Task A_node_whose_clock_lags_behind_rotates_as_well()
    {
        await _ring.ReloadAsync(Cancellation);
        var lagging = NewRing(new FakeTimeProvider(Start.AddMinutes(-2)));
        await lagging.RotateAsync(Cancellation);
        await lagging.ReloadAsync(Cancellation);
        await _ring.ReloadAsync(Cancellation);

        Assert.Equal(4, _ring.Stored.Count);
        Assert.NotNull(lagging.CurrentSigning());
        _clock.Advance(KeyRing.PublishedAhead);
        Assert.All(_ring.Stored.GroupBy(static key => key.Purpose), static keys => Assert.Null(keys.Last().ExpiresAt));
        Assert.Equal(_ring.Stored.Last(static key => key.Purpose == KeyPurpose.AccessToken).Id, _ring.CurrentSigning().Id);
    }

    [Fact]
    public async Task Rotating_twice_in_one_instant_makes_two_keys_in_their_order()
    {
        await _ring.ReloadAsync(Cancellation);
        await _ring.RotateAsync(Cancellation);
        await _ring.RotateAsync(Cancellation);

        Assert.Equal(6, _ring.Stored.Count);
        _clock.Advance(KeyRing.PublishedAhead);
        Assert.Equal(2, _ring.CurrentRefresh().Id);
        Assert.Equal(_ring.Published[^1].Id, _ring.CurrentSigning().Id);
    }

    [Fact]
    public async Task A_key_that_is_given_up_is_refused_at_once_and_another_signs()
    {
        await _ring.ReloadAsync(Cancellation);
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
        await _ring.ReloadAsync(Cancellation);
        var retired = _ring.CurrentSigning().Id;
        await _ring.RetireAsync(retired, Cancellation);
        await _ring.RotateAsync(Cancellation);

        Assert.Null(_ring.FindSigning(retired));
        Assert.Equal(Start, _ring.Stored.Single(key => key.Id == retired).ExpiresAt);
        Assert.False(await _ring.RetireAsync(retired, Cancellation));
    }

    [Fact]
    public async Task Giving_up_the_key_in_use_lets_one_take_over_that_was_published_ahead()
    {
        await _ring.ReloadAsync(Cancellation);
        await _ring.RotateAsync(Cancellation);
        await _ring.RetireAsync(_ring.CurrentSigning().Id, Cancellation);

        Assert.Same(Assert.Single(_ring.Published), _ring.CurrentSigning());
        Assert.Equal(4, _ring.Stored.Count);
    }

    [Fact]
    public async Task Giving_up_the_key_published_ahead_leaves_the_one_in_use()
    {
        await _ring.ReloadAsync(Cancellation);
        var signing = _ring.CurrentSigning();
        await _ring.RotateAsync(Cancellation);
        var ahead = _ring.Published.Single(key => key.Id != signing.Id);
        await _ring.RetireAsync(ahead.Id, Cancellation);

        Assert.Null(_ring.FindSigning(ahead.Id));
        Assert.Contains(signing, _ring.Published);
        _clock.Advance(KeyRing.PublishedAhead);
        Assert.NotEqual(ahead.Id, _ring.CurrentSigning().Id);
    }

    [Fact]
    public async Task Giving_up_what_is_not_there_says_so()
    {
        await _ring.ReloadAsync(Cancellation);

        Assert.False(await _ring.RetireAsync("nothing", Cancellation));
        Assert.Equal(2, _ring.Stored.Count);
    }

    private static Task AtOnceAsync(params KeyRing[] rings) =>
        Task.WhenAll(rings.Select(static ring => Task.Run(() => ring.ReloadAsync(Cancellation), Cancellation)));

    private KeyRing NewRing(TimeProvider? clock = null) => new(_store, _masterKey, _options, clock ?? _clock);
}
