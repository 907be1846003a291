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

namespace Cardea.AspNetCore.OAuth;

/// <summary>Logging out as clients of OAuth do it (RFC 7009): either token ends its session. Whoever has one may.</summary>
internal static class TokenRevocationEndpoint
{
    public static void Map(IEndpointRouteBuilder oauth) =>
        oauth.MapPost("/revoke", RevokeAsync)
            .WithSummary("Ends the session of a refresh or access token (RFC 7009): a form of token")
            .WithMetadata(new FormParameters(["token"], "token_type_hint"));

    private static async Task<Results<Ok, OAuthError>> RevokeAsync(
        HttpRequest request,
        [FromKeyedServices(CardeaBearerDefaults.AuthenticationScheme)] AccessTokenCheck check,
        KeyRing keys,
        SignedInSessions sessions,
        CancellationToken cancellationToken)
    {
        var (form, unreadable) = await OAuthForm.ReadAsync(request, cancellationToken);
        if (form is null)
        {
            return unreadable!;
        }

        if (!form.TryGet("token", out var token))
        {
            return OAuthError.Requires("token");
        }

        // The two kinds can't be mistaken for each other, so that the hint is not needed. An expired one will do, as for logout.
        var session = RefreshTokenKey.Read(token, keys.FindRefresh)?.SessionId
            ?? (await check.Validator.ValidateIgnoringExpiryAsync(token) as AccessTokenValidation.Accepted)?.Token.Id.SessionId;
        if (session is { } id)
        {
            await sessions.EndAsync(id, owner: null, EndReason.LoggedOut, cancellationToken);
        }

        return TypedResults.Ok();
    }
}
