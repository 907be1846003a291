using Cardea.AspNetCore.Cookies;
using Cardea.AspNetCore.CrossSite;
using Cardea.AspNetCore.Problems;
using Cardea.Providers.Logout;
using Cardea.Providers.NativeApps;
using Cardea.Providers.Settings;
using Cardea.Providers.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoints of sign-in with other providers.</summary>
public static class CardeaProvidersEndpointRouteBuilderExtensions
{
    /// <summary>Maps <c>/auth/external</c>, if there are providers; see the HTTP reference for what it takes and answers.</summary>
    /// <returns>The same builder.</returns>
    public static IEndpointRouteBuilder MapCardeaProviders(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        if (endpoints.ServiceProvider.GetService<ProviderList>() is { All.Count: > 0 })
        {
            var external = endpoints.MapGuarded("/auth/external").WithTags("external sign-in").AnswersHead().WritesCookies();
            StartEndpoints.Map(external);
            CallbackEndpoints.Map(external);
            BrowserEndpoints.Map(external);
            ExchangeEndpoints.Map(external);
            LinkEndpoints.Map(external);
            IdTokenEndpoints.Map(external);
            LogoutEndpoint.Map(external);
        }

        return endpoints;
    }
}
