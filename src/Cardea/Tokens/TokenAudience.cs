namespace Cardea.Tokens;

/// <summary>The program that an access token is for (RFC 8707).</summary>
internal enum TokenAudience
{
    /// <summary>The APIs: <see cref="CardeaOptions.Audience"/>.</summary>
    Apis,

    /// <summary>The issuer itself, if it is not the audience of the APIs. No resource API ever sees such a token.</summary>
    Issuer,
}
