using Cardea.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Cardea.AspNetCore.CrossSite;

/// <summary>
/// Tells requests of the issuer's own pages and of allowed origins from those of other sites. The rules are for requests that present
/// cookies or ask for them: a page of another site must not use a user's cookies, and must not sign a user in as somebody else.
/// </summary>
/// <param name="options">The issuer, and the allowed origins.</param>
internal sealed class CrossSiteRules(CardeaOptions options)
{
    // The issuer's origin, never the one of the header Host.
    private readonly string? _issuer = WebOrigin.Of(options.Issuer);
    private readonly HashSet<string> _allowed = options.AllowedOrigins.ToHashSet(StringComparer.Ordinal);

    /// <summary>Decides by the headers that only a browser sets (Fetch Metadata, and RFC 6454, section 7).</summary>
    /// <param name="source">Where the request comes from.</param>
    /// <param name="asksForCookies">True if the answer would set cookies.</param>
    public CrossSiteDecision Decide(RequestSource source, bool asksForCookies)
    {
        var isAllowedOrigin = source.Origin is { } origin && _allowed.Contains(origin);
        var isTrusted = isAllowedOrigin || (source.Origin is not null && source.Origin == _issuer);
        if (source.IsHandshake)
        {
            // Chromium sends no Sec-Fetch-Site here, and other sites may open WebSockets with cookies.
            return isTrusted ? CrossSiteDecision.Allowed : CrossSiteDecision.Refused;
        }

        if (source.IsSafe)
        {
            return CrossSiteDecision.Allowed;
        }

        switch (source.FetchSite)
        {
            case "same-origin" or "none":
                return CrossSiteDecision.Allowed;
            case null when source.Origin is null:
                // No browser sends such a request.
                return CrossSiteDecision.Allowed;
            case null:
                return isTrusted ? CrossSiteDecision.Allowed : CrossSiteDecision.Refused;
            case "cross-site" when isAllowedOrigin && asksForCookies:
                return CrossSiteDecision.NeedsSameSite;
            default:
                return isAllowedOrigin ? CrossSiteDecision.Allowed : CrossSiteDecision.Refused;
        }
    }

    /// <summary>Reads where a request comes from.</summary>
    public static RequestSource SourceOf(HttpContext context)
    {
        var (request, headers) = (context.Request, context.Request.Headers);
        var isHandshake = context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true }
            || headers.Upgrade.Any(static upgrade => upgrade?.Contains("websocket", StringComparison.OrdinalIgnoreCase) is true);
        var isSafe = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);

        // Several headers of one name are one that no rule knows.
        return new(
            isSafe,
            isHandshake,
            headers["Sec-Fetch-Site"] is { Count: > 0 } site ? site.ToString() : null,
            headers.Origin is { Count: > 0 } origin ? origin.ToString() : null);
    }
}
