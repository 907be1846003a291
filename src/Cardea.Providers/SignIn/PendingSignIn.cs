using System.Text;
using System.Text.Json;
using Cardea.Providers.Protocol;

namespace Cardea.Providers.SignIn;

/// <summary>What the app gets for its code. It is stored with the code.</summary>
/// <param name="Attempt">The attempt that the app began.</param>
/// <param name="Identity">Who signed in.</param>
internal sealed record AppResult(Attempt Attempt, ExternalIdentity Identity)
{
    public static AppResult Parse(string json) => JsonSerializer.Deserialize(json, ProvidersJsonContext.Default.AppResult)!;

    public string ToJson() => JsonSerializer.Serialize(this, ProvidersJsonContext.Default.AppResult);
}

/// <summary>A sign-in with a provider that still needs something. It is stored with its token.</summary>
/// <param name="Identity">Who signed in at the provider.</param>
/// <param name="CodeChallenge">The challenge of the app: only its verifier goes on.</param>
/// <param name="SealedCode">The eight digits that were mailed, under the master key; null if no mail was asked for.</param>
internal sealed record PendingSignIn(ExternalIdentity Identity, string CodeChallenge, string? SealedCode)
{
    public static PendingSignIn Parse(string json) => JsonSerializer.Deserialize(json, ProvidersJsonContext.Default.PendingSignIn)!;

    public string ToJson() => JsonSerializer.Serialize(this, ProvidersJsonContext.Default.PendingSignIn);

    // The identity is personal.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("Provider = ").Append(Identity.Provider);
        return true;
    }
}
