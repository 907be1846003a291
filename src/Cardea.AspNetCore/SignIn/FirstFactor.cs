using System.Text.Json;
using Cardea.Tokens;

namespace Cardea.AspNetCore.SignIn;

/// <summary>What a sign-in has come to when its second factor is due; kept with the code that stands for it.</summary>
/// <param name="SecurityStamp">The stamp of the credential that was checked.</param>
/// <param name="SessionEpoch">The session epoch before the credential was checked.</param>
/// <param name="Amr">How the user has proved who they are so far.</param>
/// <param name="Device">What they call the device.</param>
/// <param name="Session">The session that goes on, if one does; else one begins.</param>
/// <param name="Passkey">What the answer of a passkey is compared with.</param>
internal sealed record FirstFactor(string? SecurityStamp, long SessionEpoch, IReadOnlyList<string> Amr, string? Device, string? Session, string? Passkey)
{
    /// <summary>The session that goes on.</summary>
    public SessionId? Renews => SessionId.TryParse(Session, out var id) ? id : null;

    public static FirstFactor Parse(string json) => JsonSerializer.Deserialize(json, CardeaJsonContext.Default.FirstFactor)!;

    public string ToJson() => JsonSerializer.Serialize(this, CardeaJsonContext.Default.FirstFactor);
}
