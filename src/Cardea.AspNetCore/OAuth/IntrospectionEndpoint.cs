using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.ResourceApis;
using Cardea.Rotation;
using Cardea.Validation;
using Cardea.Validation.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.AspNetCore.OAuth;

/// <summary>
/// Tells resource APIs if a token is live (RFC 7662). An access token is checked by its signature and the index, a
/// refresh token by the store, which does not rotate it.
/// </summary>
internal static class IntrospectionEndpoint
{
    public static void Map(IEndpointRouteBuilder oauth) =>
        oauth.MapPost("/introspect", IntrospectAsync)
            .RequireResourceApi()
            .WithSummary("Says what a token is worth now (RFC 7662): a form of token")
            .WithMetadata(new FormParameters(["token"], "token_type_hint"));

    private static async Task<Results<Ok<IntrospectionResponse>, OAuthError>> IntrospectAsync(
        HttpRequest request,
        [FromKeyedServices(CardeaBearerDefaults.AuthenticationScheme)] AccessTokenCheck check,
        RefreshTokenRotation rotation,
        CardeaOptions options,
        CancellationToken cancellationToken)
    {
        switch (await OAuthForm.ReadAsync(request, cancellationToken))
        {
            case OAuthFormReading.Unreadable(var error):
                return error;
            case OAuthFormReading.Readable(var form) when form.TryGet("token", out var token):
                return TypedResults.Ok(await DescribeAsync(token, check, rotation, options, cancellationToken));
            default:
                return OAuthError.Requires("token");
        }
    }

    private static async Task<IntrospectionResponse> DescribeAsync(
        string token, AccessTokenCheck check, RefreshTokenRotation rotation, CardeaOptions options, CancellationToken cancellationToken)
    {
        if (rotation.Read(token) is { } refreshToken)
        {
            var subject = await rotation.InspectAsync(refreshToken, cancellationToken);
            return subject is null ? IntrospectionResponse.Inactive : IntrospectionResponse.Of(refreshToken, subject, options);
        }

        return await check.CheckAsync(token.AsMemory()) is AccessTokenValidation.Accepted && TokenJson.ReadPayload(CompactToken.Read(token)!.Payload) is { } payload
            ? IntrospectionResponse.Of(payload)
            : IntrospectionResponse.Inactive;
    }
}
