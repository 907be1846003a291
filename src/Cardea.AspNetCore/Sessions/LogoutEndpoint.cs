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
            .WithSummary("Logs this device out");

    private static async Task<NoContent> LogoutAsync(
        RefreshRequest? request, HttpRequest http, Logouts logouts, Caller caller, CancellationToken cancellationToken)
    {
        var access = BearerCredential.TryRead(http.Headers.Authorization, out var token) ? token.ToString() : null;
        if (!await logouts.EndByTokenAsync(access, caller, cancellationToken))
        {
            await logouts.EndByTokenAsync(request?.RefreshToken, caller, cancellationToken);
        }

        return TypedResults.NoContent();
    }
}
