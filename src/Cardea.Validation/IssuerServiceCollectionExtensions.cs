using Cardea.Validation.Connections;
using Cardea.Validation.Issuers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Cardea.Validation;

/// <summary>Registers the issuer of a scheme.</summary>
internal static class IssuerServiceCollectionExtensions
{
    /// <summary>Registers an issuer, its workers, and the watch over the connections that its tokens open.</summary>
    public static void AddIssuer(this IServiceCollection services, string scheme, Func<IServiceProvider, IIssuer> find)
    {
        SetupFailures.Tell();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<OpenConnections>();
        services.AddKeyedSingleton(scheme, (services, _) => find(services));
        services.AddSingleton<IHostedService>(services => new IssuerWorkers(services.GetRequiredKeyedService<IIssuer>(scheme)));
        services.AddSingleton<IHostedService>(services =>
            ActivatorUtilities.CreateInstance<ConnectionWatch>(services, services.GetRequiredKeyedService<IIssuer>(scheme)));
    }
}
