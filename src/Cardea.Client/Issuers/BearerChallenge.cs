using System.Text.RegularExpressions;

namespace Cardea.Client.Issuers;

/// <summary>Reads why a request with an access token was refused (RFC 6750, section 3).</summary>
internal static partial class BearerChallenge
{
    /// <summary>True if the token of the request is expired, revoked or unknown, so that a newer one may be accepted.</summary>
    public static bool IsInvalidToken(HttpResponseMessage response) =>
        response.StatusCode == System.Net.HttpStatusCode.Unauthorized
        && response.Headers.WwwAuthenticate.Any(static challenge =>
            challenge.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
            && challenge.Parameter is { } parameters
            && InvalidToken().IsMatch(parameters));

    [GeneratedRegex(@"(^|[\s,])error\s*=\s*""?invalid_token(""|[\s,]|$)", RegexOptions.CultureInvariant)]
    private static partial Regex InvalidToken();
}
