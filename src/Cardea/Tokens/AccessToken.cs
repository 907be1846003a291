namespace Cardea.Tokens;

/// <summary>A signed access token (RFC 9068), in the form that its client gets.</summary>
/// <remarks>A class, not a record: its <c>ToString</c> must not print the token.</remarks>
internal sealed class AccessToken
{
    private readonly string _jwt;

    internal AccessToken(string jwt, TimeSpan expiresIn)
    {
        _jwt = jwt;
        ExpiresIn = expiresIn;
    }

    /// <summary>How long it lives from now, in whole seconds.</summary>
    public TimeSpan ExpiresIn { get; }

    /// <summary>The JWT. It is a secret: it belongs in the response and nowhere else.</summary>
    public string Reveal() => _jwt;
}
