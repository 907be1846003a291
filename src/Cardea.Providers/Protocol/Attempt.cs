using System.Text;
using System.Text.Json;

namespace Cardea.Providers.Protocol;

/// <summary>An attempt to sign in with a provider, to link, or to prove again who the user is. It travels encrypted in the state, and afterwards lies with its result.</summary>
/// <param name="Provider">The name of the provider.</param>
/// <param name="ReturnUrl">Where the browser goes afterwards.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="Owner">Who began it.</param>
internal sealed record Attempt(string Provider, string ReturnUrl, DateTimeOffset StartedAt, AttemptOwner Owner)
{
    /// <summary>The app's own state, which comes back to it.</summary>
    public string? State { get; init; }

    /// <summary>The session that began the attempt; null to sign in.</summary>
    public AttemptSession? Session { get; init; }

    public static Attempt Parse(string json) => JsonSerializer.Deserialize(json, ProvidersJsonContext.Default.Attempt)!;

    public string ToJson() => JsonSerializer.Serialize(this, ProvidersJsonContext.Default.Attempt);

    // Neither the stamp nor an address of an app gets into a log.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("Provider = ").Append(Provider);
        return true;
    }
}
