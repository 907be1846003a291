namespace Cardea.Revocation;

/// <summary>A revocation as the store has it.</summary>
/// <param name="Revoked">The revocation.</param>
/// <param name="Transaction">Which transaction wrote it, by the store's own count.</param>
public readonly record struct ReadRevocation(RevokedSession Revoked, ulong Transaction);
