using System.Text.Json;
using Cardea.Accounts;
using Cardea.External;
using Cardea.Tokens;

namespace Cardea.AspNetCore.SignIn;

/// <summary>The state of a sign-in whose second factor is due. It is stored with the code of the sign-in.</summary>
/// <param name="SecurityStamp">The stamp of the credential that was checked.</param>
/// <param name="SessionEpoch">The session epoch before the credential was checked.</param>
/// <param name="Amr">The proof so far, by the values of RFC 8176.</param>
/// <param name="Device">The user's name for the device.</param>
/// <param name="Session">The session that goes on, if one does; else one begins.</param>
/// <param name="Passkey">The challenge that the answer of a passkey is compared with.</param>
/// <param name="Audience">The program that the access token is for, unless the second step names another.</param>
internal sealed record FirstFactor(
    string? SecurityStamp, long SessionEpoch, IReadOnlyList<string> Amr, string? Device, string? Session, string? Passkey, TokenAudience Audience)
{
    /// <summary>The sign-in at a provider that was the first factor; null for none.</summary>
    public ProviderSignIn? Provider { get; init; }

    /// <summary>How the tokens of the session that goes on travel.</summary>
    public TokenTransport Transport { get; init; }

    /// <summary>The session that goes on.</summary>
    public SessionId? Renews => SessionId.TryParse(Session, out var id) ? id : null;

    public static FirstFactor Parse(string json) => JsonSerializer.Deserialize(json, CardeaJsonContext.Default.FirstFactor)!;

    /// <summary>The sign-in at a provider after the second factor. A passkey proves at that moment who the user is, whatever the provider signed.</summary>
    public ProviderSignIn? ProviderAfter(IReadOnlyList<string> amr, DateTimeOffset now) =>
        Provider is { } provider && amr.Contains(SecondFactor.UserPresent) ? provider with { AuthTime = now } : Provider;

    public string ToJson() => JsonSerializer.Serialize(this, CardeaJsonContext.Default.FirstFactor);
}
