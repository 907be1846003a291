using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Sessions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.OAuth;

/// <summary>Logging out as clients of OAuth do it (RFC 7009): either token ends its session, and its bearer may end it.</summary>
internal static class TokenRevocationEndpoint
{
    public static void Map(IEndpointRouteBuilder oauth) =>
        oauth.MapPost("/revoke", RevokeAsync)
            .WithSummary("Ends the session of a refresh or access token (RFC 7009): a form of token")
            .WithMetadata(new FormParameters(["token"], "token_type_hint", "client_id"))
            .Produces<OAuthError>(StatusCodes.Status401Unauthorized);

    private static async Task<Results<Ok, OAuthError>> RevokeAsync(
        HttpRequest request, Logouts logouts, CardeaOptions options, Caller caller, CancellationToken cancellationToken)
    {
        switch (await OAuthForm.ReadAsync(request, cancellationToken))
        {
            case OAuthFormReading.Unreadable(var error):
                return error;
            case OAuthFormReading.Readable(var form) when form.Find("client_id") is { } client && client != options.ClientId:
                return OAuthError.UnknownClient with { Status = StatusCodes.Status401Unauthorized };
            case OAuthFormReading.Readable(var form) when form.TryGet("token", out var token):
                await logouts.EndByTokenAsync(token, caller, cancellationToken);
                return TypedResults.Ok();
            default:
                return OAuthError.Requires("token");
        }
    }
}
