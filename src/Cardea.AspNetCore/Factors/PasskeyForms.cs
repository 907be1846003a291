using Cardea.Factors;
using Microsoft.AspNetCore.Identity;

namespace Cardea.AspNetCore.Factors;

/// <summary>Converts a passkey to the form of ASP.NET Core Identity's handler, and back. The attestation is not kept.</summary>
internal static class PasskeyForms
{
    public static UserPasskeyInfo ToUserPasskey(this Passkey passkey) => new(
        passkey.CredentialId.ToArray(),
        passkey.PublicKey.ToArray(),
        passkey.CreatedAt,
        passkey.SignCount,
        [.. passkey.Transports],
        passkey.IsUserVerified,
        passkey.IsBackupEligible,
        passkey.IsBackedUp,
        attestationObject: [],
        clientDataJson: [])
    {
        Name = passkey.Name,
    };

    public static Passkey ToPasskey(this UserPasskeyInfo passkey) => new()
    {
        CredentialId = passkey.CredentialId,
        PublicKey = passkey.PublicKey,
        Name = passkey.Name,
        CreatedAt = passkey.CreatedAt,
        SignCount = passkey.SignCount,
        Transports = passkey.Transports ?? [],
        IsUserVerified = passkey.IsUserVerified,
        IsBackupEligible = passkey.IsBackupEligible,
        IsBackedUp = passkey.IsBackedUp,
    };
}
