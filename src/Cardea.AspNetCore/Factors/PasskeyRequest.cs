using System.Text.Json;

namespace Cardea.AspNetCore.Factors;

/// <summary>The answer of a passkey. A class, so that printing it shows no token.</summary>
internal sealed class PasskeyRequest
{
    /// <summary>What the question came with.</summary>
    public string? Token { get; init; }

    /// <summary>The answer, as the browser gives it (<c>PublicKeyCredential.toJSON()</c>).</summary>
    public JsonElement? Credential { get; init; }

    /// <summary>What to call a new passkey.</summary>
    public string? Name { get; init; }

    /// <summary>The session's refresh token, where this proves again who its user is; it is rotated.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>What to call this device in the list of sessions.</summary>
    public string? Device { get; init; }
}
