using System.Text.Json.Serialization;
using Cardea.Devices;
using Cardea.Sessions;

namespace Cardea.AspNetCore.Tokens;

/// <summary>What a client gets when it signs in or refreshes. A class, so that printing it shows no token.</summary>
internal sealed class TokenResponse
{
    public required string TokenType { get; init; }

    public required string AccessToken { get; init; }

    public required long ExpiresIn { get; init; }

    /// <summary>Left out when the client keeps the one that it has.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RefreshToken { get; init; }

    /// <summary>Left out with <see cref="RefreshToken"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? RefreshExpiresIn { get; init; }

    public required string SessionId { get; init; }

    /// <summary>Sent with the next sign-in, it shows that the device is known: strangers who guess can't lock it out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DeviceToken => Device?.Reveal();

    /// <summary>Sent with the next sign-in, it stands for the second step: the device is trusted for a while.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TrustToken => Trust?.Reveal();

    /// <summary>Recovery codes, shown this once, if the sign-in added the first second factor.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? RecoveryCodes { get; init; }

    /// <summary>The device token, for the cookie.</summary>
    [JsonIgnore]
    public DeviceToken? Device { get; init; }

    /// <summary>The trust token, for the cookie.</summary>
    [JsonIgnore]
    public TrustToken? Trust { get; init; }

    /// <summary>The answer with tokens.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <param name="recoveryCodes">New recovery codes; null without any.</param>
    public static TokenResponse Of(IssuedTokens tokens, IReadOnlyList<string>? recoveryCodes = null) => new()
    {
        TokenType = "Bearer",
        AccessToken = tokens.Access.Reveal(),
        ExpiresIn = (long)tokens.Access.ExpiresIn.TotalSeconds,
        RefreshToken = tokens.Refresh?.Reveal(),
        RefreshExpiresIn = tokens.Refresh is null ? null : (long)tokens.ExpiresIn.TotalSeconds,
        SessionId = tokens.SessionId.ToString(),
        RecoveryCodes = recoveryCodes,
        Device = tokens.Device,
        Trust = tokens.Trust,
    };
}
