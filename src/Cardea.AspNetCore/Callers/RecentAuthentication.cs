using System.Security.Claims;
using Cardea.AspNetCore.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Cardea.AspNetCore.Callers;

/// <summary>Admits users who have proved a moment ago who they are. The access token says so; the store is not asked.</summary>
internal static class RecentAuthentication
{
    public static TBuilder RequireRecentAuthentication<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.AddEndpointFilter<TBuilder, Filter>().Refuses(StatusCodes.Status403Forbidden);

    /// <summary>True if the user of a session authenticated within <see cref="CardeaOptions.RecentAuthentication"/>.</summary>
    public static bool IsRecent(DateTimeOffset authTime, CardeaOptions options, TimeProvider clock) =>
        clock.GetUtcNow() - authTime <= options.RecentAuthentication + options.ClockSkew;

    private sealed class Filter(CardeaOptions options, TimeProvider clock) : IEndpointFilter
    {
        public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
            EnrolTokens.Carries(context) || IsRecent(context.HttpContext.User.GetAuthTime(), options, clock) ? next(context) : new(ContractProblem.ReauthenticationRequired);
    }
}
