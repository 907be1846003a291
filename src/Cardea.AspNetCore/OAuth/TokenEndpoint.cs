using Cardea.AspNetCore.Rotation;
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
            .WithMetadata(new FormParameters(["grant_type", "refresh_token"], "client_id"));

    private static async Task<Results<Ok<GrantResponse>, OAuthError>> GrantAsync(
        HttpContext context, CardeaOptions options, CancellationToken cancellationToken)
    {
        // Beside Cache-Control, for caches of HTTP 1.0 (RFC 6749, section 5.1).
        context.Response.Headers.Pragma = "no-cache";
        var (form, unreadable) = await OAuthForm.ReadAsync(context.Request, cancellationToken);
        if (form is null)
        {
            return unreadable!;
        }

        return Read(form, options, out var refreshToken) is { } wrong ? wrong : await RefreshAsync(refreshToken, context, cancellationToken);
    }

    private static OAuthError? Read(OAuthForm form, CardeaOptions options, out string refreshToken)
    {
        refreshToken = "";
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

        return form.TryGet("refresh_token", out refreshToken) ? null : OAuthError.Requires("refresh_token");
    }

    private static async Task<Results<Ok<GrantResponse>, OAuthError>> RefreshAsync(
        string refreshToken, HttpContext context, CancellationToken cancellationToken)
    {
        var (_, tokens) = await RotationEndpoints.RotateAsync(refreshToken, context, cancellationToken);
        return tokens is null ? OAuthError.InvalidGrant : TypedResults.Ok(GrantResponse.Of(tokens));
    }
}
