namespace Cardea.Revocation;

/// <summary>A revocation in the store.</summary>
/// <param name="Revoked">The revocation.</param>
/// <param name="Transaction">The transaction that wrote the revocation, by the store's own count.</param>
internal readonly record struct ReadRevocation(RevokedSession Revoked, ulong Transaction);
