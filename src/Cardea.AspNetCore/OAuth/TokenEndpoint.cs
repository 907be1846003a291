using System.Diagnostics;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Rotation;
using Cardea.AspNetCore.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.OAuth;

/// <summary>Refreshing as clients of OAuth do it (RFC 6749, section 6). There is no password grant.</summary>
internal static class TokenEndpoint
{
    public const string GrantType = "refresh_token";

    public static void Map(IEndpointRouteBuilder oauth) =>
        oauth.MapPost("/token", GrantAsync)
            .WithSummary("Exchanges a refresh token for its successor and a new access token (RFC 6749): a form of grant_type=refresh_token, refresh_token, client_id")
            .WithMetadata(new FormParameters(["grant_type", "refresh_token"], "client_id", "resource"));

    private static async Task<Results<Ok<GrantResponse>, OAuthError>> GrantAsync(
        HttpContext context, Refreshes refreshes, CardeaOptions options, Caller caller, CancellationToken cancellationToken)
    {
        // Beside Cache-Control, for caches of HTTP 1.0 (RFC 6749, section 5.1).
        context.Response.Headers.Pragma = "no-cache";
        switch (await OAuthForm.ReadAsync(context.Request, cancellationToken))
        {
            case OAuthFormReading.Unreadable(var error):
                return error;
            case OAuthFormReading.Readable(var form) when Check(form, options) is { } error:
                return error;
            case OAuthFormReading.Readable(var form):
                return !AskedAudience.TryRead(form.Find("resource"), options, out var audience) ? OAuthError.InvalidTarget
                    : await refreshes.RefreshAsync(form.Find("refresh_token"), audience, caller, cancellationToken) is RefreshOutcome.Refreshed(var tokens)
                    ? TypedResults.Ok(GrantResponse.Of(tokens))
                    : OAuthError.InvalidGrant;
            default:
                throw new UnreachableException();
        }
    }

    private static OAuthError? Check(OAuthForm form, CardeaOptions options)
    {
        if (!form.TryGet("grant_type", out var grantType))
        {
            return OAuthError.Requires("grant_type");
        }

        if (grantType != GrantType)
        {
            return OAuthError.UnsupportedGrantType;
        }

        if (form.Find("client_id") is { } client && client != options.ClientId)
        {
            return OAuthError.UnknownClient;
        }

        if (form.Find("scope") is not null)
        {
            return OAuthError.InvalidScope;
        }

        return form.TryGet("refresh_token", out _) ? null : OAuthError.Requires("refresh_token");
    }
}
