namespace Cardea.AspNetCore.Revocation;

/// <summary>The access tokens that a resource API accepted for the first time.</summary>
/// <param name="Received">The <c>jti</c> of the tokens. Texts of another form are ignored.</param>
internal sealed record ReceiptsRequest(IReadOnlyList<string?>? Received);
