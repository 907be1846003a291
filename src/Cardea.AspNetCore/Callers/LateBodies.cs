using Cardea.Validation;
using Cardea.Validation.Problems;
using Cardea.Validation.Tokens;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.AspNetCore.Callers;

/// <summary>
/// Admits signed-in users. A request is authenticated when its head has arrived, and its body may come much later. So the access token
/// is checked again when the body is there: it may have expired or been revoked meanwhile.
/// </summary>
internal static class LateBodies
{
    /// <summary>Admits requests by a policy, and checks their access token again after a body.</summary>
    public static TBuilder RequireSignIn<TBuilder>(this TBuilder endpoints, AuthorizationPolicy policy)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.RequireAuthorization(policy).AddEndpointFilter<TBuilder, Filter>();

    private sealed class Filter([FromKeyedServices(CardeaBearerDefaults.AuthenticationScheme)] AccessTokenCheck check) : IEndpointFilter
    {
        public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
            EnrolTokens.Carries(context) || context.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false } ? next(context) : CheckAsync(context, next);

        private async ValueTask<object?> CheckAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
            Find(context.HttpContext) is { } token && await check.CheckAsync(token) is AccessTokenValidation.Accepted
                ? await next(context)
                : Problem.InvalidToken;

        private static ReadOnlyMemory<char>? Find(HttpContext context) =>
            BearerCredential.TryRead(context.Request.Headers.Authorization, out var token)
                ? token
                : context.Features.Get<CookieCredential>()?.AccessToken.AsMemory();
    }
}
