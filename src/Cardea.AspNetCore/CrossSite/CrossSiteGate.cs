using System.Diagnostics;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Problems;
using Cardea.Tokens;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.AspNetCore.CrossSite;

/// <summary>
/// Refuses requests of other sites that present the session's cookies or ask for them. It stands around the endpoints, before a body is
/// read. Authentication by cookies asks the same rules first: see <c>CookieAuthentication</c>.
/// </summary>
internal static class CrossSiteGate
{
    /// <summary>Maps a group of endpoints of the contract that browsers may call with cookies.</summary>
    public static RouteGroupBuilder MapGuarded(this IEndpointRouteBuilder endpoints, string path) => endpoints.MapContract(path).RefusesOtherSites();

    /// <summary>Puts the check around all endpoints of a group.</summary>
    public static TBuilder RefusesOtherSites<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Add(static endpoint =>
        {
            if (endpoint.RequestDelegate is { } serve)
            {
                endpoint.RequestDelegate = context => CheckAsync(serve, context);
            }
        });
        endpoints.Finally(static endpoint =>
        {
            // An endpoint may have declared another answer of this status.
            if (endpoint.Metadata.OfType<IHttpMethodMetadata>().Any(static item => !item.HttpMethods.All(IsSafe))
                && !endpoint.Metadata.OfType<IProducesResponseTypeMetadata>().Any(static item => item.StatusCode == StatusCodes.Status403Forbidden && item.Type == typeof(Problem)))
            {
                endpoint.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status403Forbidden, typeof(Problem), [ProblemMetadata.ContentType]));
            }
        });
        return endpoints;
    }

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    /// <summary>Checks a request that presents the cookies.</summary>
    /// <returns>The refusal; null if the request may use them.</returns>
    public static Problem? RefuseCookies(HttpContext context) => Refuse(context, asksForCookies: false);

    private static Task CheckAsync(RequestDelegate serve, HttpContext context)
    {
        if (OpenToOtherSites.Includes(context))
        {
            return serve(context);
        }

        var asked = TokenTransport.Body;
        if (SignsIn.Includes(context) && AskedCookies.Read(context.Request.Query, out asked) is { } meaningless)
        {
            return meaningless.ExecuteAsync(context);
        }

        var asks = asked != TokenTransport.Body;
        if ((asks || context.RequestServices.GetRequiredService<SessionCookies>().ArePresented(context.Request))
            && Refuse(context, asks) is { } refusal)
        {
            return refusal.ExecuteAsync(context);
        }

        return serve(context);
    }

    private static Problem? Refuse(HttpContext context, bool asksForCookies) =>
        context.RequestServices.GetRequiredService<CrossSiteRules>().Decide(CrossSiteRules.SourceOf(context), asksForCookies) switch
        {
            CrossSiteDecision.Allowed => null,
            CrossSiteDecision.Refused => ContractProblem.CrossSite,
            CrossSiteDecision.NeedsSameSite => ContractProblem.CookiesNeedSameSite,
            _ => throw new UnreachableException(),
        };
}
