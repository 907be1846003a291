using Cardea.Accounts;
using Cardea.AspNetCore.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Cardea.AspNetCore.SignIn;

/// <summary>
/// Admits people who register, unless <see cref="CardeaOptions.Registration"/> is closed. No check comes before it, so a closed
/// registration does not tell whether an address has an account.
/// </summary>
internal static class OpenRegistration
{
    /// <summary>The endpoint registers accounts, or takes a step to it.</summary>
    public static RouteHandlerBuilder RequireOpenRegistration(this RouteHandlerBuilder endpoint) =>
        endpoint.AddEndpointFilter<Filter>().Refuses(StatusCodes.Status403Forbidden);

    private sealed class Filter(CardeaOptions options) : IEndpointFilter
    {
        public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
            options.Registration == RegistrationMode.Closed ? new(ContractProblem.RegistrationClosed) : next(context);
    }
}
