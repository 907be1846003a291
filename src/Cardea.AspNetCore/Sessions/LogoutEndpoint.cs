using Cardea.AspNetCore.Rotation;
using Cardea.Keys;
using Cardea.Sessions;
using Cardea.Tokens;
using Cardea.Validation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Sessions;

/// <summary>Logging this device out, with whatever it still has: an access token, an expired one too, or a refresh token.</summary>
internal static class LogoutEndpoint
{
    public static void Map(IEndpointRouteBuilder auth) =>
        auth.MapPost("/logout", LogoutAsync)
            .WithSummary("Logs this device out")
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<NoContent> LogoutAsync(
        RefreshRequest? request,
        HttpContext context,
        AccessTokenValidator validator,
        KeyRing keys,
        SignedInSessions sessions,
        CancellationToken cancellationToken)
    {
        var session = await validator.ReadSessionAsync(context.Request)
            ?? RefreshTokenKey.Read(request?.RefreshToken, keys.FindRefresh)?.SessionId;
        if (session is { } id)
        {
            await sessions.EndAsync(id, owner: null, EndReason.LoggedOut, cancellationToken);
        }

        return TypedResults.NoContent();
    }
}
