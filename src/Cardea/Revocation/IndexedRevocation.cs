namespace Cardea.Revocation;

/// <summary>An entry of the index.</summary>
/// <param name="Revoked">What it refuses, and for how long from now on.</param>
/// <param name="Transaction">
/// The transaction that wrote it, if it was read in the present history of the store; <see langword="null"/> for what this
/// process knows otherwise.
/// </param>
public readonly record struct IndexedRevocation(RevokedSession Revoked, ulong? Transaction);
