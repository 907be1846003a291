using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cardea.Validation.Hubs;

/// <summary>
/// Takes access tokens out of queries before ASP.NET Core logs a request or starts its activity. No middleware comes that early: the first
/// log line of a request has the whole query.
/// </summary>
internal sealed class QueryTokens(IHttpContextFactory contexts) : IHttpContextFactory
{
    /// <summary>Adds this to an app that has hubs. Other apps keep ASP.NET Core's own factory, and an app with its own factory keeps that one.</summary>
    public static void Add(IServiceCollection services)
    {
        var present = services.LastOrDefault(static service => service.ServiceType == typeof(IHttpContextFactory) && !service.IsKeyedService);
        if (present is null || present.ImplementationType == typeof(DefaultHttpContextFactory))
        {
            services.Replace(ServiceDescriptor.Singleton<IHttpContextFactory>(Create));
        }
    }

    public HttpContext Create(IFeatureCollection featureCollection)
    {
        QueryToken.Take(featureCollection);
        return contexts.Create(featureCollection);
    }

    public void Dispose(HttpContext httpContext) => contexts.Dispose(httpContext);

    // AddSignalR registers the resolver.
    private static IHttpContextFactory Create(IServiceProvider services)
    {
        var contexts = new DefaultHttpContextFactory(services);
        return services.GetService<IHubProtocolResolver>() is null ? contexts : new QueryTokens(contexts);
    }
}
