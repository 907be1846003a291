namespace Cardea.AspNetCore.Revocation;

/// <summary>Access tokens that a resource API accepted for the first time.</summary>
/// <param name="Received">Their <c>jti</c>; what is none of ours is passed over.</param>
internal sealed record ReceiptsRequest(IReadOnlyList<string?>? Received);
