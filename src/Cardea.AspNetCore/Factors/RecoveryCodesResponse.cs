namespace Cardea.AspNetCore.Factors;

/// <summary>Recovery codes, shown this once. A class, so that printing it shows none.</summary>
internal sealed class RecoveryCodesResponse
{
    /// <summary>The codes; none when those of before stay good.</summary>
    public required IReadOnlyList<string> RecoveryCodes { get; init; }
}
