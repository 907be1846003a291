namespace Cardea.Validation.Rotation;

/// <summary>The body of a request that sends receipts to the issuer.</summary>
/// <param name="Received">The <c>jti</c> of the access tokens that this API accepted.</param>
internal sealed record ReceiptBatch(IReadOnlyList<string> Received);
