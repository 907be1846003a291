using Cardea.Factors;

namespace Cardea.AspNetCore.Factors;

/// <summary>A set of recovery codes, to be shown once. A class, so that printing it shows none.</summary>
internal sealed class NewRecoveryCodes
{
    private readonly RecoveryCode[] _codes = [.. Enumerable.Range(0, RecoveryCode.Count).Select(static _ => RecoveryCode.Create())];

    /// <summary>The hashes, for the store.</summary>
    public IReadOnlyList<string> Hashes => [.. _codes.Select(static code => code.Hash)];

    /// <summary>The codes, if the account took them; empty if it keeps the codes that it has.</summary>
    /// <param name="stored">The hashes that the account has now.</param>
    public IReadOnlyList<string> RevealIfStored(IReadOnlyList<string> stored) =>
        stored.SequenceEqual(Hashes) ? [.. _codes.Select(static code => code.Reveal())] : [];
}
