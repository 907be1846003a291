using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Rotation;
using Cardea.Validation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Sessions;

/// <summary>Logs this device out, by any token that it still has.</summary>
internal static class LogoutEndpoint
{
    public static void Map(IEndpointRouteBuilder auth) =>
        auth.MapPost("/logout", LogoutAsync)
            .WithMetadata(CookieUse.ByEndpoint)
            .WithSummary("Logs this device out");

    private static async Task<NoContent> LogoutAsync(
        RefreshRequest? request, HttpRequest http, Logouts logouts, SessionCookies cookies, Caller caller, CancellationToken cancellationToken)
    {
        var access = BearerCredential.TryRead(http.Headers.Authorization, out var token) ? token.ToString() : null;
        var ended = await logouts.EndByTokenAsync(access, caller, cancellationToken)
            ?? await logouts.EndByTokenAsync(request?.RefreshToken, caller, cancellationToken);
        if (ended is { } session)
        {
            cookies.DeleteOf(http.HttpContext, session);
        }
        else if (cookies.ArePresented(http))
        {
            await logouts.EndByCookiesAsync(cookies, http, caller, cancellationToken);
            cookies.Delete(http.HttpContext);
        }

        return TypedResults.NoContent();
    }
}
