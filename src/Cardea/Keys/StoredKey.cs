namespace Cardea.Keys;

/// <summary>A key as the store keeps it: sealed under the master key.</summary>
/// <param name="Id">Names it: the RFC 7638 thumbprint of a signing key, a number from 0 to 255 of a refresh-token key.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="SealedMaterial">The private key, encrypted.</param>
/// <param name="CreatedAt">When it was made; of one purpose the newest is the next to be used. At least a millisecond after its predecessor.</param>
/// <param name="ActiveFrom">When it takes over. Until then it is published but signs nothing.</param>
/// <param name="LongestLife">The longest life of any token that it makes. A node raises it durably before it makes one that lives longer; it is never lowered.</param>
/// <param name="ExpiresAt">When the last token it made has expired; <see langword="null"/> while no newer key is there.</param>
/// <param name="RetiredAt">When it was given up; <see langword="null"/> if it was not.</param>
public sealed record StoredKey(
    string Id,
    KeyPurpose Purpose,
    ReadOnlyMemory<byte> SealedMaterial,
    DateTimeOffset CreatedAt,
    DateTimeOffset ActiveFrom,
    TimeSpan LongestLife,
    DateTimeOffset? ExpiresAt = null,
    DateTimeOffset? RetiredAt = null)
{
    /// <summary>Whether what it made is accepted.</summary>
    public bool IsAccepted(DateTimeOffset now) => RetiredAt is null && (ExpiresAt is null || now < ExpiresAt);
}
