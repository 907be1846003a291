using System.Text.Json;

namespace Cardea.AspNetCore.SignIn;

/// <summary>The second factor of a sign-in. A class, so that printing it shows no code.</summary>
internal sealed class MfaRequest
{
    /// <summary>What the first factor was answered with.</summary>
    public string? MfaToken { get; init; }

    /// <summary>A code of the authenticator app, or a recovery code.</summary>
    public string? Code { get; init; }

    /// <summary>The session's refresh token, where this proves again who its user is; it is rotated.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>Or the answer of a passkey, as the browser gives it.</summary>
    public JsonElement? Credential { get; init; }
}
