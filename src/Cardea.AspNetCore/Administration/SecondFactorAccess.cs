using Cardea.Accounts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Cardea.AspNetCore.Administration;

/// <summary>Admits sessions whose user has shown a second factor, where administrators must have one. The access token says so; the store is not asked.</summary>
internal static class SecondFactorAccess
{
    public static TBuilder RequireShownSecondFactor<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.AddEndpointFilter<TBuilder, Filter>();

    private sealed class Filter(CardeaOptions options) : IEndpointFilter
    {
        public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
            options.RequireSecondFactor == SecondFactorRequirement.None || SecondFactor.WasShown(ActingSession.Of(context.HttpContext.User).Amr)
                ? next(context)
                : new(ContractProblem.SecondFactorRequired);
    }
}
