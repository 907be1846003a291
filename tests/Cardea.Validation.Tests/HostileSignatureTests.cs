using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Cardea.Validation.Tests.Running;
using Microsoft.IdentityModel.Tokens;

namespace Cardea.Validation.Tests;

public sealed class HostileSignatureTests(ProtectedApi api) : HostileSignature(api), IClassFixture<ProtectedApi>;

public abstract class HostileSignature(ProtectedApi api)
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(32)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(128)]
    public async Task A_signature_of_zeros_is_refused(int length) =>
        Assert.False(await AcceptsAsync(_ => new byte[length]));

    [Fact]
    public async Task A_signature_of_a_zero_and_a_one_is_refused()
    {
        var one = new byte[32];
        one[^1] = 1;
        Assert.False(await AcceptsAsync(_ => [.. new byte[32], .. one]));
        Assert.False(await AcceptsAsync(_ => [.. one, .. new byte[32]]));
        Assert.False(await AcceptsAsync(_ => [.. Order.ToByteArray(isUnsigned: true, isBigEndian: true), .. one]));
        Assert.False(await AcceptsAsync(_ => [.. Enumerable.Repeat((byte)0xFF, 64)]));
    }

    [Fact]
    public async Task The_right_signature_in_DER_is_refused()
    {
        using var key = api.Issuer.PrivateKey();

        Assert.True(await AcceptsAsync(content => key.SignData(content, HashAlgorithmName.SHA256)));
        Assert.False(await AcceptsAsync(content => key.SignData(content, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)));
    }

    [Fact]
    public async Task The_right_signature_with_more_behind_it_is_refused()
    {
        using var key = api.Issuer.PrivateKey();

        Assert.False(await AcceptsAsync(content => [.. key.SignData(content, HashAlgorithmName.SHA256), 0]));
    }

    [Fact]
    public async Task The_right_key_over_another_hash_is_refused()
    {
        using var key = api.Issuer.PrivateKey();

        Assert.False(await AcceptsAsync(content => key.SignData(content, HashAlgorithmName.SHA384)));
        Assert.False(await AcceptsAsync(content => key.SignData(content, HashAlgorithmName.SHA1)));
    }

    [Fact]
    public async Task Another_key_is_refused_under_the_id_of_ours()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Assert.False(await AcceptsAsync(content => key.SignData(content, HashAlgorithmName.SHA256)));
    }

    [Theory]
    [InlineData("ES256")]
    [InlineData("HS256")]
    public async Task The_public_key_as_a_secret_is_refused(string algorithm)
    {
        using var key = api.Issuer.PrivateKey();
        var point = api.Issuer.SigningKey.PublicKey;
        byte[][] secrets =
        [
            key.ExportSubjectPublicKeyInfo(),
            Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem()),
            [.. Base64UrlEncoder.DecodeBytes(point.X), .. Base64UrlEncoder.DecodeBytes(point.Y)],
            Encoding.ASCII.GetBytes(point.X),
            [],
        ];
        var header = api.Issuer.Header().Replace("ES256", algorithm, StringComparison.Ordinal);
        foreach (var secret in secrets)
        {
            Assert.False(await api.AcceptsAsync(Forgery.Sign(header, Forgery.Claims(), content => HMACSHA256.HashData(secret, content))));
            Assert.False(await api.AcceptsAsync(Forgery.Sign(header, Forgery.Claims(), content => HMACSHA512.HashData(secret, content))));
        }
    }

    [Fact]
    public async Task Other_algorithms_with_keys_of_their_own_are_refused()
    {
        using var rsa = RSA.Create(2048);
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        Assert.False(await api.AcceptsAsync(Forgery.Sign(Header("RS256"), Forgery.Claims(), content => rsa.SignData(content, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))));
        Assert.False(await api.AcceptsAsync(Forgery.Sign(Header("PS256"), Forgery.Claims(), content => rsa.SignData(content, HashAlgorithmName.SHA256, RSASignaturePadding.Pss))));
        Assert.False(await api.AcceptsAsync(Forgery.Sign(Header("ES384"), Forgery.Claims(), content => p384.SignData(content, HashAlgorithmName.SHA384))));
        Assert.False(await AcceptsAsync(content => p384.SignData(content, HashAlgorithmName.SHA256)));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("nOnE")]
    [InlineData("")]
    [InlineData("ES256")]
    public async Task No_signature_at_all_is_refused(string algorithm)
    {
        Assert.False(await api.AcceptsAsync(Forgery.Sign(Header(algorithm), Forgery.Claims(), static _ => [])));
        Assert.False(await api.AcceptsAsync($$"""{{Forgery.Encode(Encoding.UTF8.GetBytes($$"""{"alg":"{{algorithm}}","typ":"at+jwt"}"""))}}.{{Forgery.Encode(Encoding.UTF8.GetBytes(Forgery.Claims()))}}."""));
    }

    [Fact]
    public async Task An_embedded_key_is_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var jwk = $$"""{"kty":"EC","crv":"P-256","x":"{{Forgery.Encode(point.X)}}","y":"{{Forgery.Encode(point.Y)}}"}""";

        var header = $$"""{{api.Issuer.Header()[..^1]}},"jwk":{{jwk}}}""";

        Assert.False(await api.AcceptsAsync(Forgery.Sign(header, Forgery.Claims(), content => key.SignData(content, HashAlgorithmName.SHA256))));
    }

    [Fact]
    public async Task Parts_in_another_order_or_of_another_token_are_refused()
    {
        var one = api.Issuer.AccessToken().Split('.');
        var other = api.Issuer.AccessToken().Split('.');

        string[][] mixtures =
        [
            [one[1], one[0], one[2]],
            [one[0], one[2], one[1]],
            [one[2], one[1], one[0]],
            [one[0], one[1], other[2]],
            [one[0], other[1], one[2]],
            [one[0], one[0], one[2]],
            [one[1], one[1], one[2]],
        ];
        foreach (var mixture in mixtures)
        {
            Assert.False(await api.AcceptsAsync(string.Join('.', mixture)));
        }
    }

    [Fact]
    public async Task The_twin_of_a_signature_is_revoked_with_its_session()
    {
        // (r, n - s) verifies where (r, s) does: anybody can write a second text of a token.
        var refreshToken = api.Issuer.BeginSession();
        var token = api.Issuer.AccessToken(refreshToken);
        var parts = token.Split('.');
        var signature = Base64UrlEncoder.DecodeBytes(parts[2]);
        var s = new BigInteger(signature.AsSpan(32), isUnsigned: true, isBigEndian: true);
        var twin = (Order - s).ToByteArray(isUnsigned: true, isBigEndian: true);
        parts[2] = Forgery.Encode([.. signature[..32], .. new byte[32 - twin.Length], .. twin]);
        var twinToken = string.Join('.', parts);
        Assert.True(await api.AcceptsAsync(token));
        Assert.True(await api.AcceptsAsync(twinToken));

        await api.EndAsync(refreshToken.SessionId);

        Assert.False(await api.AcceptsAsync(token));
        Assert.False(await api.AcceptsAsync(twinToken));
    }

    private static BigInteger Order { get; } =
        BigInteger.Parse("0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture);

    private string Header(string algorithm) => api.Issuer.Header().Replace("ES256", algorithm, StringComparison.Ordinal);

    private Task<bool> AcceptsAsync(Func<byte[], byte[]> sign) =>
        api.AcceptsAsync(Forgery.Sign(api.Issuer.Header(), Forgery.Claims(), sign));
}
