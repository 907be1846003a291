using System.Text.Json;

namespace Cardea.AspNetCore.Factors;

/// <summary>A question to a passkey. A class, so that printing it shows no token.</summary>
internal sealed class PasskeyOptionsResponse
{
    /// <summary>Sent back with the answer.</summary>
    public required string Token { get; init; }

    /// <summary>What the browser takes (<c>PublicKeyCredential.parseCreationOptionsFromJSON</c>, <c>parseRequestOptionsFromJSON</c>).</summary>
    public required JsonElement Options { get; init; }
}
