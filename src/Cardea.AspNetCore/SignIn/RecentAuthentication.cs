using System.Security.Claims;
using Cardea.AspNetCore.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Cardea.AspNetCore.SignIn;

/// <summary>Lets those in who have proved a moment ago who they are: by the access token, and without asking the store.</summary>
internal static class RecentAuthentication
{
    public static TBuilder RequireRecentAuthentication<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.AddEndpointFilter<TBuilder, Filter>().Refuses(StatusCodes.Status403Forbidden);

    /// <summary>Whether a user has.</summary>
    public static bool Has(ClaimsPrincipal user, CardeaOptions options, TimeProvider clock) =>
        clock.GetUtcNow() - user.GetAuthTime() <= options.RecentAuthentication + options.ClockSkew;

    private sealed class Filter(CardeaOptions options, TimeProvider clock) : IEndpointFilter
    {
        public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
            Has(context.HttpContext.User, options, clock) ? next(context) : new(ContractProblem.ReauthenticationRequired);
    }
}
