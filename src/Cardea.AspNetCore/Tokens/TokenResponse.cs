using System.Text.Json.Serialization;
using Cardea.Devices;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Tokens;

/// <summary>
/// What a client gets when it signs in or refreshes. Tokens that travel in cookies are left out, and so is the device token. A class, so
/// that printing it shows no token.
/// </summary>
internal sealed class TokenResponse
{
    /// <summary>Left out with <see cref="AccessToken"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TokenType { get; init; }

    /// <summary>Left out when it is in a cookie.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AccessToken { get; init; }

    public required long ExpiresIn { get; init; }

    /// <summary>Left out when it is in a cookie, or when the client keeps the one that it has.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RefreshToken { get; init; }

    /// <summary>Left out when the client keeps a refresh token that is not in a cookie.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? RefreshExpiresIn { get; init; }

    public required string SessionId { get; init; }

    /// <summary>Sent with the next sign-in, it shows that the device is known: strangers who guess can't lock it out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DeviceToken => IsOfCookies ? null : Device?.Reveal();

    /// <summary>Sent with the next sign-in, it stands for the second step: the device is trusted for a while.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TrustToken => IsOfCookies ? null : Trust?.Reveal();

    /// <summary>Recovery codes, shown this once, if the sign-in added the first second factor.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? RecoveryCodes { get; init; }

    /// <summary>The device token, for the cookie.</summary>
    [JsonIgnore]
    public DeviceToken? Device { get; init; }

    /// <summary>The trust token, for the cookie.</summary>
    [JsonIgnore]
    public TrustToken? Trust { get; init; }

    /// <summary>The tokens, for the cookies.</summary>
    [JsonIgnore]
    public IssuedTokens? Issued { get; init; }

    /// <summary>True if tokens of this answer travel in cookies.</summary>
    [JsonIgnore]
    public bool IsOfCookies => Issued?.Transport.HasFlag(TokenTransport.Cookie) is true;

    /// <summary>The answer with tokens.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <param name="recoveryCodes">New recovery codes; null without any.</param>
    public static TokenResponse Of(IssuedTokens tokens, IReadOnlyList<string>? recoveryCodes = null)
    {
        var isOfCookies = tokens.Transport.HasFlag(TokenTransport.Cookie);
        var hasAccess = !isOfCookies || tokens.Transport.HasFlag(TokenTransport.RefreshOnly);
        return new()
        {
            TokenType = hasAccess ? "Bearer" : null,
            AccessToken = hasAccess ? tokens.Access.Reveal() : null,
            ExpiresIn = (long)tokens.Access.ExpiresIn.TotalSeconds,
            RefreshToken = isOfCookies ? null : tokens.Refresh?.Reveal(),
            RefreshExpiresIn = tokens.Refresh is null && !isOfCookies ? null : (long)tokens.ExpiresIn.TotalSeconds,
            SessionId = tokens.SessionId.ToString(),
            RecoveryCodes = recoveryCodes,
            Device = tokens.Device,
            Trust = tokens.Trust,
            Issued = tokens,
        };
    }
}
