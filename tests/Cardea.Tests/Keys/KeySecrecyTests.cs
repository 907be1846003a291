using Cardea.Keys;
using Microsoft.Extensions.Time.Testing;

namespace Cardea.Tests.Keys;

/// <summary>What a copy of the database, or of the JWKS, gives away.</summary>
public sealed class KeySecrecyTests
{
    private readonly CardeaOptions _options = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly InMemoryKeyStore _store = new();
    private readonly MasterKey _masterKey = MasterKey.Parse(MasterKey.Generate());
    private readonly KeyRing _ring;

    public KeySecrecyTests() => _ring = new(_store, _masterKey, _options, _clock);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Under_another_master_key_it_says_what_to_do()
    {
        await _ring.ReloadAsync(Cancellation);
        var stranger = new KeyRing(_store, MasterKey.Parse(MasterKey.Generate()), _options, _clock);

        var exception = await Assert.ThrowsAsync<SetupException>(() => stranger.ReloadAsync(Cancellation));
        Assert.Contains("Cardea:MasterKey", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_stored_is_not_the_plain_key()
    {
        await _ring.ReloadAsync(Cancellation);
        foreach (var key in _ring.Stored)
        {
            var material = _masterKey.Open(key);

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
}
