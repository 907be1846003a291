using System.Diagnostics;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Rotation;
using Cardea.Cookies;
using Cardea.Tokens;
using Cardea.Validation;
using Cardea.Validation.Problems;
using Cardea.Validation.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.AspNetCore.Cookies;

/// <summary>
/// Refreshes a browser's cookies, and sends the browser back. A gateway sends a browser here when the access cookie has expired: the
/// gateway's own question to <c>/auth/verify</c> could not bring new cookies to the browser.
/// </summary>
internal static class ContinueEndpoint
{
    public static void Map(IEndpointRouteBuilder account) =>
        account.MapGet("/continue", ContinueAsync)
            .WithMetadata(CookieUse.ByEndpoint)
            .WithSummary("Refreshes a browser's cookies, and sends the browser back")
            .Produces(StatusCodes.Status302Found)
            .Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized);

    private static async Task<Results<RedirectHttpResult, Problem>> ContinueAsync(
        string? @return,
        HttpContext http,
        SessionCookies cookies,
        Refreshes refreshes,
        [FromKeyedServices(CardeaBearerDefaults.AuthenticationScheme)] AccessTokenCheck check,
        CardeaOptions options,
        Caller caller,
        CancellationToken cancellationToken)
    {
        if (ReturnAddress.Find(@return, options) is not { } address)
        {
            return ContractProblem.Invalid("return", "It must be an address of Cardea:ReturnUrls, or of the issuer, and not below /auth, /admin or /oauth.");
        }

        // A prefetch must not move the session: its answer may never be used.
        if (RefreshInPlace.IsPrefetch(http.Request))
        {
            return Problem.Unavailable;
        }

        var refresh = cookies.ReadRefresh(http.Request);
        if (refresh is null || refresh.Transport.HasFlag(TokenTransport.RefreshOnly))
        {
            return Problem.MissingToken;
        }

        if (cookies.ReadAccess(http.Request) is { } access
            && await check.CheckAsync(access.AsMemory()) is AccessTokenValidation.Accepted { Token: var token }
            && token.Id.SessionId == refresh.SessionId)
        {
            return TypedResults.Redirect(address);
        }

        switch (await refreshes.RefreshAsync(refresh, TokenAudience.Apis, caller, cancellationToken))
        {
            case RefreshOutcome.Refreshed(var tokens):
                cookies.Write(http, tokens);
                return TypedResults.Redirect(address);
            case RefreshOutcome.Refused(var outcome):
                return outcome.ToProblem();
            default:
                throw new UnreachableException();
        }
    }
}
