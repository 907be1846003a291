namespace Cardea.Validation.Rotation;

/// <summary>Receipts on their way to the issuer.</summary>
/// <param name="Received">The <c>jti</c> of access tokens that were accepted here.</param>
internal sealed record ReceiptBatch(IReadOnlyList<string> Received);
