namespace Cardea.Client;

/// <summary>Which requests of an HTTP client get an access token, and for which audience.</summary>
public sealed class CardeaTokensOptions
{
    /// <summary>The audience of the token: the issuer, or the audience of its APIs. Default: the issuer's default.</summary>
    public string? Audience { get; set; }

    /// <summary>
    /// The origins that get the token, such as <c>https://api.example.org</c>. Requests to other origins go without a token. An
    /// origin with http gets the token only if it is in this list. Default: every origin with https, and this machine.
    /// </summary>
    public ICollection<string> Origins { get; } = [];

    // Compared as the address of a request is: in lower case, and without the default port.
    internal bool Includes(Uri? address) => address switch
    {
        null or { IsAbsoluteUri: false } => false,
        _ when Origins.Count > 0 => Origins.Any(origin => Uri.TryCreate(origin, UriKind.Absolute, out var included) && OriginOf(included) == OriginOf(address)),
        _ => address.Scheme == "https" || address.IsLoopback,
    };

    private static string OriginOf(Uri address) => address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
}
