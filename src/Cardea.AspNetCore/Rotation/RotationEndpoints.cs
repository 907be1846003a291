using System.Diagnostics;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Tokens;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Rotation;

/// <summary>Exchanges a refresh token for its successor and a new access token.</summary>
internal static class RotationEndpoints
{
    public static void Map(IEndpointRouteBuilder auth)
    {
        foreach (var path in (string[])["/refresh-token", "/refresh"])
        {
            auth.MapPost(path, RefreshAsync)
                .WithMetadata(CookieUse.ByEndpoint)
                .WithSummary("Exchanges a refresh token for its successor and a new access token")
                .Refuses(StatusCodes.Status401Unauthorized);
        }
    }

    private static async Task<Results<Ok<TokenResponse>, Problem>> RefreshAsync(
        RefreshRequest? request,
        HttpRequest http,
        SessionCookies cookies,
        Refreshes refreshes,
        CardeaOptions options,
        Caller caller,
        CancellationToken cancellationToken)
    {
        if (!AskedAudience.TryRead(request?.Audience, options, out var audience))
        {
            return AskedAudience.Refusal(options);
        }

        // A token in the body counts: the cookies come along with every request.
        var refresh = request?.RefreshToken is null && cookies.ReadRefresh(http) is { } cookie
            ? refreshes.RefreshAsync(cookie, audience, caller, cancellationToken)
            : refreshes.RefreshAsync(request?.RefreshToken, audience, caller, cancellationToken);
        return await refresh switch
        {
            RefreshOutcome.Refreshed(var tokens) => TypedResults.Ok(TokenResponse.Of(tokens)),
            RefreshOutcome.Refused(var outcome) => outcome.ToProblem(),
            _ => throw new UnreachableException(),
        };
    }
}

/// <summary>A refresh token to be exchanged. A class, so that printing it shows no token.</summary>
internal sealed class RefreshRequest
{
    /// <summary>The refresh token of the latest answer.</summary>
    public string? RefreshToken { get; set; }

    /// <summary>The audience of the access token: the issuer, or the audience of the APIs, which is the default.</summary>
    public string? Audience { get; set; }
}
