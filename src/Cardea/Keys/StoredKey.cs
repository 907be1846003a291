namespace Cardea.Keys;

/// <summary>A key in the store, sealed under the master key.</summary>
/// <param name="Id">The RFC 7638 thumbprint of a signing key, or the number (0 to 255) of a refresh-token key.</param>
/// <param name="Purpose">The purpose of the key.</param>
/// <param name="SealedMaterial">The private key, encrypted.</param>
/// <param name="CreatedAt">When it was created: at least a millisecond after its predecessor. The newest key of a purpose is used next.</param>
/// <param name="ActiveFrom">When it takes over. Until then it is published but signs nothing.</param>
/// <param name="LongestLife">
/// The longest life of any token that it makes. A node raises it durably before it makes a token that lives longer. It is never
/// lowered.
/// </param>
/// <param name="ExpiresAt">When the last token that it made has expired; <see langword="null"/> while there is no newer key.</param>
/// <param name="RetiredAt">When it was retired; <see langword="null"/> if it was not.</param>
internal sealed record StoredKey(
    string Id,
    KeyPurpose Purpose,
    ReadOnlyMemory<byte> SealedMaterial,
    DateTimeOffset CreatedAt,
    DateTimeOffset ActiveFrom,
    TimeSpan LongestLife,
    DateTimeOffset? ExpiresAt = null,
    DateTimeOffset? RetiredAt = null)
{
    /// <summary>True if the tokens that it made are accepted.</summary>
    public bool IsAccepted(DateTimeOffset now) => RetiredAt is null && (ExpiresAt is null || now < ExpiresAt);
}
