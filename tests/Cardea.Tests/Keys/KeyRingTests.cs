using Cardea.Keys;
using Cardea.Tokens;
using Microsoft.IdentityModel.Tokens;

namespace Cardea.Tests.Keys;

public sealed class KeyRingTests
{
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
    public async Task The_first_start_makes_a_key_of_each_purpose_that_is_used_at_once_and_the_one_that_follows_it()
    {
        await _ring.ReloadAsync(Cancellation);

        var signing = _ring.CurrentSigning().Key;
        Assert.Equal(2, _ring.Published.Count);
        Assert.Same(signing, _ring.Published[0]);
        Assert.Same(signing, _ring.FindSigning(signing.Id));
        Assert.Same(_ring.CurrentRefresh(), _ring.FindRefresh(0));
        Assert.NotNull(_ring.FindRefresh(1));
        foreach (var purpose in Enum.GetValues<KeyPurpose>())
        {
            Assert.Equal(
                [KeyRings.Start, KeyRings.Start + _nodes.Options.KeyLifetime],
                _ring.Stored.Where(key => key.Purpose == purpose).Select(static key => key.ActiveFrom));
        }
    }

    [Fact]
    public async Task Reading_again_makes_nothing_new()
    {
        await _ring.ReloadAsync(Cancellation);
        var (signing, refresh) = (_ring.CurrentSigning().Key, _ring.CurrentRefresh());
        await _ring.ReloadAsync(Cancellation);

        Assert.Same(signing, _ring.CurrentSigning().Key);
        Assert.Same(refresh, _ring.CurrentRefresh());
        Assert.Equal(4, _ring.Stored.Count);
    }

    [Fact]
    public async Task Every_node_reads_the_same_keys()
    {
        await _ring.ReloadAsync(Cancellation);
        var other = _nodes.New();
        await other.ReloadAsync(Cancellation);

        Assert.Equal(_ring.CurrentSigning().Key.Id, other.CurrentSigning().Key.Id);
        var token = _ring.CurrentRefresh().Begin(SessionId.Create(KeyRings.Start));
        Assert.Equal(token.Next().Reveal(), RefreshTokenKey.Read(token.Reveal(), other.FindRefresh)!.Next().Reveal());
    }

    [Fact]
    public async Task Nodes_that_start_at_once_agree_on_the_first_keys()
    {
        var rings = Enumerable.Range(0, 20).Select(_ => _nodes.New()).ToArray();
        await Task.WhenAll(rings.Select(static ring => Task.Run(() => ring.ReloadAsync(Cancellation), Cancellation)));

        Assert.Equal(4, _nodes.Store.Keys.Count);
        Assert.Single(rings.Select(static ring => ring.CurrentSigning().Key.Id).Distinct());
        Assert.Single(rings.Select(static ring => ring.CurrentRefresh().Id).Distinct());
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
        Assert.All(_ring.Published, static key =>
        {
            var published = key.PublicKey;
            Assert.False(published.HasPrivateKey);
            Assert.Null(published.D);
            Assert.Equal(published.Kid, Base64UrlEncoder.Encode(published.ComputeJwkThumbprint()));
            Assert.Equal(("EC", "P-256", "ES256", "sig"), (published.Kty, published.Crv, published.Alg, published.Use));
        });
    }
}
