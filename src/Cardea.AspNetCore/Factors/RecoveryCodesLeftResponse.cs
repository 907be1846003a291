namespace Cardea.AspNetCore.Factors;

/// <summary>How many recovery codes there still are.</summary>
internal sealed record RecoveryCodesLeftResponse(int Left);
