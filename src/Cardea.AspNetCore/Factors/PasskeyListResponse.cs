namespace Cardea.AspNetCore.Factors;

/// <summary>The passkeys of a user, the oldest first.</summary>
internal sealed record PasskeyListResponse(IReadOnlyList<PasskeyResponse> Passkeys);
