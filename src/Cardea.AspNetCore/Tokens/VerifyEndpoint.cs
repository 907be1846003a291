using System.Security.Claims;
using Cardea.AspNetCore.Callers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Tokens;

/// <summary>For gateways: whether an access token is good, and whose it is. Never touches the database.</summary>
internal static class VerifyEndpoint
{
    // Envoy keeps the request's method, puts its path behind ours, and takes no other answer than 200 for a yes.
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    public static void Map(IEndpointRouteBuilder auth)
    {
        auth.MapGet("/verify", Verify)
            .RequireAuthorization(CardeaPolicy.SignedInToApis)
            .WithMetadata(CookieUse.WithoutRefresh)
            .WithSummary("Checks an access token for a gateway");
        auth.MapMethods("/verify/{**path}", Methods, VerifyRequest)
            .RequireAuthorization(CardeaPolicy.SignedInToApis)
            .WithMetadata(CookieUse.WithoutRefresh)
            .ExcludeFromDescription();
    }

    private static NoContent Verify(ClaimsPrincipal user, HttpResponse response)
    {
        Describe(user, response);
        return TypedResults.NoContent();
    }

    private static Ok VerifyRequest(ClaimsPrincipal user, HttpResponse response)
    {
        Describe(user, response);
        return TypedResults.Ok();
    }

    private static void Describe(ClaimsPrincipal user, HttpResponse response)
    {
        response.Headers["X-Cardea-User"] = user.GetUserId().Value;
        response.Headers["X-Cardea-Session"] = user.GetSessionId().ToString();
        response.Headers["X-Cardea-Roles"] = string.Join(',', user.FindAll("roles").Select(static role => role.Value));
    }
}
