using System.Buffers.Text;
using Cardea.Factors;

namespace Cardea.AspNetCore.Factors;

/// <summary>A passkey in the list of its owner.</summary>
internal sealed record PasskeyResponse(string Id, string? Name, DateTimeOffset CreatedAt, bool BackedUp)
{
    public static PasskeyResponse Of(Passkey passkey) =>
        new(Base64Url.EncodeToString(passkey.CredentialId.Span), passkey.Name, passkey.CreatedAt, passkey.IsBackedUp);
}
