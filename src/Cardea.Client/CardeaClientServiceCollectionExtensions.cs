using Cardea.Client;
using Cardea.Client.Accounts;
using Cardea.Client.Issuers;
using Cardea.Client.Rotation;
using Cardea.Client.Sessions;
using Cardea.Client.States;
using Cardea.Client.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Makes a program a client of Cardea.</summary>
public static class CardeaClientServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="CardeaClient"/> for the one user of a program, and <see cref="CardeaClientFactory"/> for programs with many
    /// users. Say on the result where tokens are stored.
    /// </summary>
    /// <param name="services">The services of the app.</param>
    /// <param name="configure">The settings. <see cref="CardeaClientOptions.Issuer"/> must be set.</param>
    /// <returns>A builder for the rest.</returns>
    public static CardeaClientBuilder AddCardeaClient(this IServiceCollection services, Action<CardeaClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<CardeaClientOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CardeaClientOptions>, CardeaClientOptionsRules>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IssuerHttp>();
        services.TryAddSingleton<TokenStorage>();
        services.TryAddSingleton<TokenCache>();
        services.TryAddSingleton<SessionTurns>();
        services.TryAddSingleton<Refresher>();
        services.TryAddSingleton<TokenSource>();
        services.TryAddSingleton<ClientStates>();
        services.TryAddSingleton<LocalSessions>();
        services.TryAddSingleton<AccountHttp>();
        services.TryAddSingleton(static provider => new RegisteredStore(provider, find: null));
        services.TryAddSingleton(static provider => new CardeaClientFactory(provider));
        services.TryAddSingleton(static provider =>
            provider.GetRequiredService<CardeaClientFactory>().Create(provider.GetRequiredService<RegisteredStore>().Store));
        return new(services, services.AddHttpClient(IssuerHttp.ClientName).ConfigurePrimaryHttpMessageHandler(CreateHandler));
    }

    private static HttpClientHandler CreateHandler()
    {
        // A redirect could carry a password elsewhere. Cookies of one user must not go with requests of another.
        var handler = new HttpClientHandler { AllowAutoRedirect = false };
        if (!OperatingSystem.IsBrowser())
        {
            handler.UseCookies = false;
        }

        return handler;
    }
}
