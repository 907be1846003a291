using System.Text;
using System.Text.Json;
using Cardea.Providers.Protocol;

namespace Cardea.Providers.SignIn;

/// <summary>The result of an attempt. It is stored with the code that an app exchanges, or that the browser finishes with.</summary>
/// <param name="Attempt">The attempt.</param>
/// <param name="Identity">Who signed in.</param>
internal sealed record AttemptResult(Attempt Attempt, ExternalIdentity Identity)
{
    public static AttemptResult Parse(string json) => JsonSerializer.Deserialize(json, ProvidersJsonContext.Default.AttemptResult)!;

    public string ToJson() => JsonSerializer.Serialize(this, ProvidersJsonContext.Default.AttemptResult);
}

/// <summary>A sign-in with a provider that still needs something. It is stored with its token.</summary>
/// <param name="Identity">Who signed in at the provider.</param>
/// <param name="Owner">Who began the attempt, and alone goes on.</param>
/// <param name="SealedCode">The eight digits that were mailed, under the master key; null if no mail was asked for.</param>
internal sealed record PendingSignIn(ExternalIdentity Identity, AttemptOwner Owner, string? SealedCode)
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
