namespace Cardea.Validation.Tokens;

/// <summary>The claims of an access token that a request's user has, named as in the token (RFC 9068, section 2.2).</summary>
internal static class ClaimNames
{
    public const string Subject = "sub";
    public const string SessionId = "sid";
    public const string TokenId = "jti";
    public const string ClientId = "client_id";
    public const string AuthTime = "auth_time";
    public const string Method = "amr";
    public const string Role = "roles";
}
