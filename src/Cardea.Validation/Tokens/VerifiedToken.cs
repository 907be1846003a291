using System.Globalization;
using System.Security.Claims;
using Cardea.Tokens;
using Cardea.Validation.Connections;

namespace Cardea.Validation.Tokens;

/// <summary>What an access token says whose signature and claims are good. Immutable; its text is not kept in it.</summary>
/// <param name="id">The session, its recalls and the generation.</param>
/// <param name="keyId">The key that signed it.</param>
/// <param name="payload">The claims.</param>
internal sealed class VerifiedToken(AccessTokenId id, string keyId, TokenPayload payload)
{
    private readonly string _issuer = payload.Iss;
    private readonly string _sessionId = payload.Sid;
    private readonly string _tokenId = payload.Jti;
    private readonly string _clientId = payload.ClientId;
    private readonly string _authTime = payload.AuthTime.ToString(CultureInfo.InvariantCulture);
    private readonly string?[] _methods = payload.Amr ?? [];
    private readonly string?[] _roles = payload.Roles ?? [];

    /// <summary>The session, its recalls and the generation.</summary>
    public AccessTokenId Id { get; } = id;

    /// <summary>Whose it is.</summary>
    public UserId UserId { get; } = new(payload.Sub);

    /// <summary>The key that signed it.</summary>
    public AcceptedKey Key { get; } = new(keyId);

    /// <summary>From when on it is good no longer.</summary>
    public DateTimeOffset ExpiresAt { get; } = DateTimeOffset.FromUnixTimeSeconds(payload.Exp);

    /// <summary>
    /// The user, made anew for each request: principals are mutable, and what a claims transformation adds to one must
    /// not show in the next.
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
