using System.Buffers.Text;
using System.Text.Json;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Passwords;
using Cardea.Factors;

namespace Cardea.AspNetCore.Factors;

/// <summary>The answer of a passkey. A class, so that printing it shows no token.</summary>
internal class PasskeyRequest
{
    /// <summary>The token of the question.</summary>
    public string? Token { get; init; }

    /// <summary>The answer, as the browser gives it (<c>PublicKeyCredential.toJSON()</c>).</summary>
    public JsonElement? Credential { get; init; }
}

/// <summary>The answer of a new passkey.</summary>
internal sealed class NewPasskeyRequest : PasskeyRequest, ICarriesPassword, ICarriesEnrolToken
{
    /// <summary>The name of the passkey.</summary>
    public string? Name { get; init; }

    /// <summary>True to end the other sessions. Default false.</summary>
    public bool EndOthers { get; init; }

    /// <summary>The <c>enrolToken</c> of a sign-in, instead of an access token.</summary>
    public string? EnrolToken { get; init; }

    /// <summary>The account's password, if the access token is not for the issuer.</summary>
    public string? Password { get; init; }
}

/// <summary>The answer of a passkey that signs in, or proves again who the user is.</summary>
internal sealed class PasskeySignInRequest : PasskeyRequest
{
    /// <summary>The session's refresh token, for a reauthentication. It is rotated.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>The user's name for this device, in the list of sessions.</summary>
    public string? Device { get; init; }

    /// <summary>The audience of the access token: the issuer, or the audience of the APIs, which is the default.</summary>
    public string? Audience { get; init; }
}

/// <summary>A question to a passkey. A class, so that printing it shows no token.</summary>
internal sealed class PasskeyOptionsResponse
{
    /// <summary>Sent back with the answer.</summary>
    public required string Token { get; init; }

    /// <summary>The options for the browser (<c>PublicKeyCredential.parseCreationOptionsFromJSON</c>, <c>parseRequestOptionsFromJSON</c>).</summary>
    public required JsonElement Options { get; init; }
}

/// <summary>A new passkey. A class, so that printing it shows no recovery code.</summary>
internal sealed class PasskeyAddedResponse
{
    public required PasskeyResponse Passkey { get; init; }

    /// <summary>The recovery codes, shown this once. Empty unless this is the first second factor.</summary>
    public required IReadOnlyList<string> RecoveryCodes { get; init; }
}

/// <summary>The passkeys of a user, the oldest first.</summary>
internal sealed record PasskeyListResponse(IReadOnlyList<PasskeyResponse> Passkeys);

/// <summary>A passkey in the list of its owner.</summary>
internal sealed record PasskeyResponse(string Id, string? Name, DateTimeOffset CreatedAt, bool BackedUp)
{
    public static PasskeyResponse Of(Passkey passkey) =>
        new(Base64Url.EncodeToString(passkey.CredentialId.Span), passkey.Name, passkey.CreatedAt, passkey.IsBackedUp);
}

/// <summary>A new name for a passkey. A class, so that printing it shows no password.</summary>
internal sealed class NameRequest : ICarriesPassword
{
    /// <summary>The name; <see langword="null"/> or blank takes it away.</summary>
    public string? Name { get; init; }

    /// <summary>The account's password, if the access token is not for the issuer.</summary>
    public string? Password { get; init; }
}
