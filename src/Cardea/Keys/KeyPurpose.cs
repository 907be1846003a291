namespace Cardea.Keys;

/// <summary>The purpose of a key. The numbers are stored: never reuse one.</summary>
internal enum KeyPurpose
{
    /// <summary>Signs access tokens: an ECDSA key on P-256, published in the JWKS.</summary>
    AccessToken = 0,

    /// <summary>Tags refresh tokens and derives their successors: 32 random bytes, never published.</summary>
    RefreshToken = 1,
}
