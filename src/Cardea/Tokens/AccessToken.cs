namespace Cardea.Tokens;

/// <summary>A signed access token (RFC 9068), in the form that its client gets.</summary>
/// <remarks>A class, not a record: its <c>ToString</c> must not print the token.</remarks>
/// <param name="jwt">The JWT.</param>
/// <param name="expiresIn">How long it lives from now.</param>
public sealed class AccessToken(string jwt, TimeSpan expiresIn)
{
    /// <summary>How long it lives from now, in whole seconds.</summary>
    public TimeSpan ExpiresIn => expiresIn;

    /// <summary>Returns the JWT. It is a secret: it belongs in the header <c>Authorization</c> of a request to an API, and nowhere else.</summary>
    public string Reveal() => jwt;
}
