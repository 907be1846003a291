using Cardea.Validation.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Cardea.Validation.Issuers;

/// <summary>Adds the issuer of a scheme, to be followed while the app runs.</summary>
internal static class IssuerServiceCollectionExtensions
{
    public static void AddIssuer(this IServiceCollection services, string scheme, Func<IServiceProvider, IIssuer> find)
    {
        SetupFailures.Tell();
        services.AddMetrics();
        services.TryAddSingleton<OpenConnections>();
        services.AddKeyedSingleton(scheme, (services, _) => find(services));
        services.AddSingleton<IHostedService>(services => new IssuerWorkers(services.GetRequiredKeyedService<IIssuer>(scheme)));
    }
}
