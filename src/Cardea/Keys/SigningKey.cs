using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Cardea.Keys;

/// <summary>Signs access tokens with ES256. Its id is the thumbprint of its public half (RFC 7638), so ids never collide.</summary>
internal sealed class SigningKey
{
    private SigningKey(ECParameters key)
    {
        PublicKey = ToJsonWebKey(key.Q);
        var privateKey = ToJsonWebKey(key.Q);
        privateKey.D = Base64UrlEncoder.Encode(key.D);
        Credentials = new(privateKey, SecurityAlgorithms.EcdsaSha256);
    }

    /// <summary>The <c>kid</c>.</summary>
    public string Id => PublicKey.Kid;

    /// <summary>The public half, in the form of the JWKS (RFC 7517).</summary>
    public JsonWebKey PublicKey { get; }

    /// <summary>The credentials for the writer of tokens.</summary>
    public SigningCredentials Credentials { get; }

    /// <summary>Creates a key. <paramref name="material"/> is to be sealed and stored.</summary>
    public static SigningKey Generate(out byte[] material)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        material = key.ExportPkcs8PrivateKey();
        return new(key.ExportParameters(includePrivateParameters: true));
    }

    /// <summary>Reads the key from its PKCS #8 material.</summary>
    public static SigningKey Load(ReadOnlySpan<byte> material)
    {
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(material, out _);
        return new(key.ExportParameters(includePrivateParameters: true));
    }

    /// <summary>Returns the key's id, never its private half.</summary>
    public override string ToString() => Id;

    private static JsonWebKey ToJsonWebKey(ECPoint point)
    {
        var key = new JsonWebKey
        {
            Kty = JsonWebAlgorithmsKeyTypes.EllipticCurve,
            Crv = JsonWebKeyECTypes.P256,
            X = Base64UrlEncoder.Encode(point.X),
            Y = Base64UrlEncoder.Encode(point.Y),
            Alg = SecurityAlgorithms.EcdsaSha256,
            Use = JsonWebKeyUseNames.Sig,
        };
        key.Kid = key.KeyId = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());
        return key;
    }
}
