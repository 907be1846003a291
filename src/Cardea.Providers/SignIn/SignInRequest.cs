using Cardea.AspNetCore.Callers;
using Cardea.Tokens;

namespace Cardea.Providers.SignIn;

/// <summary>What a client asks for that signs in with a provider.</summary>
/// <param name="Device">The user's name for the device.</param>
/// <param name="Audience">The program that the access token is for.</param>
/// <param name="Caller">Who asks.</param>
internal sealed record SignInRequest(string? Device, TokenAudience Audience, Caller Caller)
{
    /// <summary>The challenge of the client. Tokens for later steps work only with its verifier.</summary>
    public string CodeChallenge { get; init; } = "";
}
