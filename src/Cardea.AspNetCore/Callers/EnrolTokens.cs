using Cardea.Validation;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Cardea.AspNetCore.Callers;

/// <summary>Admits requests with an access token, or with an <c>enrolToken</c> in the body, which the endpoint checks.</summary>
internal static class EnrolTokens
{
    /// <summary>
    /// Admits signed-in users by a policy, and requests whose body has an <c>enrolToken</c>. The rules for access tokens do not apply to the
    /// latter: the endpoint must check the token.
    /// </summary>
    public static TBuilder RequireSignInOrEnrolToken<TBuilder>(this TBuilder endpoints, AuthorizationPolicy policy)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.AddEndpointFilter<TBuilder, Filter>().RequireSignIn(policy).AllowAnonymous();

    /// <summary>True if the body of a request has an <c>enrolToken</c>.</summary>
    public static bool Carries(EndpointFilterInvocationContext context) =>
        context.Arguments.OfType<ICarriesEnrolToken>().FirstOrDefault() is { EnrolToken: not null };

    // The policy has read the access token. It lets all requests pass, because the body is not there yet.
    private sealed class Filter : IEndpointFilter
    {
        public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
        {
            if (Carries(context) || context.HttpContext.User.Identity is { IsAuthenticated: true })
            {
                return await next(context);
            }

            await context.HttpContext.ChallengeAsync(CardeaBearerDefaults.AuthenticationScheme);
            return Results.Empty;
        }
    }
}
