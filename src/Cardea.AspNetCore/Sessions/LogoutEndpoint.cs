using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Rotation;
using Cardea.Audit;
using Cardea.Keys;
using Cardea.Sessions;
using Cardea.Tokens;
using Cardea.Validation;
using Cardea.Validation.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.AspNetCore.Sessions;

/// <summary>Logging this device out, with whatever it still has: an access token, an expired one too, or a refresh token.</summary>
internal static class LogoutEndpoint
{
    public static void Map(IEndpointRouteBuilder auth) =>
        auth.MapPost("/logout", LogoutAsync)
            .WithSummary("Logs this device out");

    private static async Task<NoContent> LogoutAsync(
        RefreshRequest? request,
        HttpRequest http,
        [FromKeyedServices(CardeaBearerDefaults.AuthenticationScheme)] AccessTokenCheck check,
        KeyRing keys,
        SignedInSessions sessions,
        SecurityLog log,
        CancellationToken cancellationToken)
    {
        var session = await ReadBearerAsync(http, check.Validator)
            ?? RefreshTokenKey.Read(request?.RefreshToken, keys.FindRefresh)?.SessionId;
        if (session is { } id && await sessions.EndAsync(id, owner: null, EndReason.LoggedOut, cancellationToken) is SessionEnd.Ended { Owner: var owner })
        {
            await log.AddAsync(log.Of(SecurityEventKind.LoggedOut, owner, id, http.HttpContext));
        }

        return TypedResults.NoContent();
    }

    private static async Task<SessionId?> ReadBearerAsync(HttpRequest http, AccessTokenValidator validator) =>
        BearerCredential.TryRead(http.Headers.Authorization, out var token)
        && await validator.ValidateIgnoringExpiryAsync(token.ToString()) is AccessTokenValidation.Accepted accepted
            ? accepted.Token.Id.SessionId
            : null;
}
