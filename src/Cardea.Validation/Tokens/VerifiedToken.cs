using System.Globalization;
using System.Security.Claims;
using Cardea.Tokens;
using Cardea.Validation.Connections;

namespace Cardea.Validation.Tokens;

/// <summary>The claims of an access token with a valid signature. Immutable, without the token's text.</summary>
/// <param name="id">The session, its recalls and the generation.</param>
/// <param name="keyId">The key that signed the token.</param>
/// <param name="payload">The claims.</param>
internal sealed class VerifiedToken(AccessTokenId id, string keyId, TokenPayload payload)
{
    private readonly string[] _audiences = payload.Audiences;
    private readonly string _issuer = payload.Iss;
    private readonly string _sessionId = payload.Sid;
    private readonly string _tokenId = payload.Jti;
    private readonly string _clientId = payload.ClientId;
    private readonly string _authTime = payload.AuthTime.ToString(CultureInfo.InvariantCulture);
    private readonly string?[] _methods = payload.Amr ?? [];
    private readonly string?[] _roles = payload.Roles ?? [];

    /// <summary>The session, its recalls and the generation.</summary>
    public AccessTokenId Id { get; } = id;

    /// <summary>The user.</summary>
    public UserId UserId { get; } = new(payload.Sub);

    /// <summary>The key that signed the token.</summary>
    public AcceptedKey Key { get; } = new(keyId);

    /// <summary>When the token expires.</summary>
    public DateTimeOffset ExpiresAt { get; } = DateTimeOffset.FromUnixTimeSeconds(payload.Exp);

    /// <summary>True if the token is for an audience, compared exactly.</summary>
    public bool IsFor(string audience) => _audiences.Contains(audience, StringComparer.Ordinal);

    /// <summary>
    /// Creates the user for one request. Each request gets a new one, because principals are mutable: claims that one request adds
    /// must not appear in the next.
    /// </summary>
    public ClaimsPrincipal CreatePrincipal()
    {
        var identity = new ClaimsIdentity(claims: null, CardeaBearerDefaults.AuthenticationScheme, ClaimNames.Subject, ClaimNames.Role);
        Add(ClaimNames.Subject, UserId.Value);
        Add(ClaimNames.SessionId, _sessionId);
        Add(ClaimNames.TokenId, _tokenId);
        Add(ClaimNames.ClientId, _clientId);
        Add(ClaimNames.AuthTime, _authTime, ClaimValueTypes.Integer64);
        foreach (var method in _methods)
        {
            Add(ClaimNames.Method, method!);
        }

        foreach (var role in _roles)
        {
            Add(ClaimNames.Role, role!);
        }

        return new(identity);

        void Add(string type, string value, string valueType = ClaimValueTypes.String) =>
            identity.AddClaim(new(type, value, valueType, _issuer, _issuer, identity));
    }
}
