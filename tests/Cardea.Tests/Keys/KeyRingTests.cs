using Cardea.Keys;
using Cardea.Sessions;
using Cardea.Tokens;
using Microsoft.Extensions.Time.Testing;

namespace Cardea.Tests.Keys;

public sealed class KeyRingTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly KeyRings _nodes = new();
    private readonly KeyRing _ring;

    public KeyRingTests() => _ring = _nodes.New();

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
        var other = _nodes.New();
        await other.ReloadAsync(Cancellation);

        Assert.Equal(_ring.CurrentSigning().Id, other.CurrentSigning().Id);
        var token = _ring.CurrentRefresh().Begin(SessionId.Create(KeyRings.Start));
        Assert.Equal(token.Next().Reveal(), RefreshTokenKey.Read(token.Reveal(), other.FindRefresh)!.Next().Reveal());
    }

    [Fact]
    public async Task Nodes_that_start_at_once_agree_on_the_first_keys()
    {
        var rings = Enumerable.Range(0, 20).Select(_ => _nodes.New()).ToArray();
        await AtOnceAsync(rings);

        Assert.Equal(2, (await _nodes.Store.ReadAsync(Cancellation)).Count);
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
        _nodes.Clock.Advance(KeyRing.PublishedAhead - Tick);
        Assert.Same(signing, _ring.CurrentSigning());
        Assert.Same(refresh, _ring.CurrentRefresh());

        _nodes.Clock.Advance(Tick);
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

        _nodes.Clock.Advance(KeyRing.PublishedAhead + _nodes.Options.RevocationLifetime - Tick);
        Assert.Same(old, _ring.FindSigning(old.Id));
        Assert.Contains(old, _ring.Published);

        _nodes.Clock.Advance(Tick);
        Assert.Null(_ring.FindSigning(old.Id));
        Assert.Same(_ring.CurrentSigning(), Assert.Single(_ring.Published));
    }

    [Fact]
    public async Task A_refresh_token_key_is_kept_until_its_last_session_has_ended()
    {
        await _ring.ReloadAsync(Cancellation);
        var old = _ring.CurrentRefresh();
        await _ring.RotateAsync(Cancellation);

        _nodes.Clock.Advance(KeyRing.PublishedAhead + _nodes.Options.SessionLifetime);
        Assert.Same(old, _ring.FindRefresh(old.Id));

        _nodes.Clock.Advance(_nodes.Options.ClockSkew);
        Assert.Null(_ring.FindRefresh(old.Id));
    }

    [Fact]
    public async Task Keys_are_rotated_when_their_time_comes_without_a_gap()
    {
        await _ring.ReloadAsync(Cancellation);
        var first = _ring.CurrentSigning();

        _nodes.Clock.Advance(_nodes.Options.KeyLifetime - KeyRing.PublishedAhead - Tick);
        await _ring.ReloadAsync(Cancellation);
        Assert.Equal(2, _ring.Stored.Count);

        _nodes.Clock.Advance(Tick);
        await _ring.ReloadAsync(Cancellation);
        Assert.Equal(4, _ring.Stored.Count);
        Assert.Same(first, _ring.CurrentSigning());

        _nodes.Clock.Advance(KeyRing.PublishedAhead);
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
            _nodes.Clock.Advance(_nodes.Options.KeyLifetime);
            _nodes.Store.Sweep(_nodes.Clock.GetUtcNow());
            await _ring.ReloadAsync(Cancellation);
        }
    }

    [Fact]
    public async Task Of_two_nodes_that_rotate_at_once_one_wins()
    {
        var other = _nodes.New();
        await _ring.ReloadAsync(Cancellation);
        await other.ReloadAsync(Cancellation);
        _nodes.Clock.Advance(_nodes.Options.KeyLifetime);
        await AtOnceAsync(_ring, other);

        Assert.Equal(4, (await _nodes.Store.ReadAsync(Cancellation)).Count);
        _nodes.Clock.Advance(KeyRing.PublishedAhead);
        Assert.Equal(_ring.CurrentSigning().Id, other.CurrentSigning().Id);
        Assert.Equal(_ring.CurrentRefresh().Id, other.CurrentRefresh().Id);
    }

    [Fact]
    public async Task A_node_whose_clock_lags_behind_rotates_as_well()
    {
        await _ring.ReloadAsync(Cancellation);
        var lagging = _nodes.New(new FakeTimeProvider(KeyRings.Start.AddMinutes(-2)));
        await lagging.RotateAsync(Cancellation);
        await lagging.ReloadAsync(Cancellation);
        await _ring.ReloadAsync(Cancellation);

        Assert.Equal(4, _ring.Stored.Count);
        Assert.NotNull(lagging.CurrentSigning());
        _nodes.Clock.Advance(KeyRing.PublishedAhead);
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
        _nodes.Clock.Advance(KeyRing.PublishedAhead);
        Assert.Equal(2, _ring.CurrentRefresh().Id);
        Assert.Equal(_ring.Published[^1].Id, _ring.CurrentSigning().Id);
    }

    [Fact]
    public async Task Under_another_master_key_it_says_what_to_do()
    {
        await _ring.ReloadAsync(Cancellation);
        var stranger = new KeyRing(_nodes.Store, MasterKey.Parse(MasterKey.Generate()), _nodes.Options, _nodes.Clock);

        var exception = await Assert.ThrowsAsync<SetupException>(() => stranger.ReloadAsync(Cancellation));
        Assert.Contains("Cardea:MasterKey", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_stored_is_not_the_plain_key()
    {
        await _ring.ReloadAsync(Cancellation);
        foreach (var key in _ring.Stored)
        {
            var material = _nodes.MasterKey.Open(key);

            Assert.True(key.SealedMaterial.Span.IndexOf(material.AsSpan(material.Length - 16)) < 0);
            Assert.True(key.SealedMaterial.Span.IndexOf(material.AsSpan(0, 16)) < 0);
        }
    }

    [Fact]
    public async Task The_published_half_holds_no_private_key()
    {
        await _ring.ReloadAsync(Cancellation);
        var published = Assert.Single(_ring.Published).PublicKey;

        Assert.False(published.HasPrivateKey);
        Assert.Null(published.D);
        Assert.Equal(published.Kid, Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Encode(published.ComputeJwkThumbprint()));
        Assert.Equal(("EC", "P-256", "ES256", "sig"), (published.Kty, published.Crv, published.Alg, published.Use));
    }

    private static Task AtOnceAsync(params KeyRing[] rings) =>
        Task.WhenAll(rings.Select(static ring => Task.Run(() => ring.ReloadAsync(Cancellation), Cancellation)));
}
