namespace Cardea.Tokens;

/// <summary>A signed access token (RFC 9068), as its client gets it.</summary>
/// <remarks>A class, not a record: what it prints must not be the token.</remarks>
public sealed class AccessToken
{
    private readonly string _jwt;

    internal AccessToken(string jwt, TimeSpan expiresIn)
    {
        _jwt = jwt;
        ExpiresIn = expiresIn;
    }

    /// <summary>How long it lives from now, in whole seconds.</summary>
    public TimeSpan ExpiresIn { get; }

    /// <summary>The JWT as its client gets it. A secret: it belongs in the response and nowhere else.</summary>
    public string Reveal() => _jwt;
}
