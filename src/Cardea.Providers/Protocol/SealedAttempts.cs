using System.Buffers.Text;
using System.Text;
using Cardea.Keys;

namespace Cardea.Providers.Protocol;

/// <summary>Attempts that have not begun yet. They travel encrypted through an address or a page, so every node can begin them.</summary>
internal sealed class SealedAttempts(MasterKey masterKey, TimeProvider clock)
{
    private const string Context = "external attempt";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>Encrypts an attempt.</summary>
    public string Seal(Attempt attempt) => Base64Url.EncodeToString(masterKey.Seal(Context, Encoding.UTF8.GetBytes(attempt.ToJson())));

    /// <summary>Opens an attempt of a provider; null if it is none of ours, of another provider, or too old.</summary>
    public Attempt? Open(string text, string provider)
    {
        if (!Base64Url.IsValid(text) || masterKey.Open(Context, Base64Url.DecodeFromChars(text)) is not { } json)
        {
            return null;
        }

        var attempt = Attempt.Parse(Encoding.UTF8.GetString(json));
        return attempt.Provider == provider && clock.GetUtcNow() - attempt.StartedAt <= Lifetime
            ? attempt with { StartedAt = clock.GetUtcNow() }
            : null;
    }
}
