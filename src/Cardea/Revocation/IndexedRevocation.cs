namespace Cardea.Revocation;

/// <summary>An entry of the index.</summary>
/// <param name="Revoked">The revocation, with the time that it must still be kept.</param>
/// <param name="Transaction">
/// The transaction that wrote the revocation, if it was read in the present history of the store; otherwise
/// <see langword="null"/>.
/// </param>
internal readonly record struct IndexedRevocation(RevokedSession Revoked, ulong? Transaction);
