using Cardea;
using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.Providers;
using Cardea.Providers.Diagnosis;
using Cardea.Providers.NativeApps;
using Cardea.Providers.Protocol;
using Cardea.Providers.Settings;
using Cardea.Providers.SignIn;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenIddict.Client;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds sign-in with other providers.</summary>
public static class CardeaProvidersBuilderExtensions
{
    /// <summary>
    /// Adds sign-in with the providers in the configuration section <c>Cardea:Providers</c>. Map the endpoints with
    /// <c>app.MapCardeaProviders()</c>. Without providers it adds nothing. With users of the app's own
    /// (<c>AddCardea&lt;TUser&gt;</c>), their store must implement <c>IUserLoginStore&lt;TUser&gt;</c>, which keeps the logins.
    /// </summary>
    /// <param name="builder">What <c>AddCardea</c> returned.</param>
    /// <param name="configuration">The app's configuration.</param>
    /// <param name="configure">More providers; they come on top of the configuration.</param>
    /// <returns>The same builder.</returns>
    public static CardeaBuilder AddProviders(this CardeaBuilder builder, IConfiguration configuration, Action<ProvidersOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configuration);
        var services = builder.Services;
        foreach (var setting in ProviderSettings.All)
        {
            services.AddSingleton(setting);
        }

        if (configure is null && !configuration.GetSection(ProvidersOptions.Section).GetChildren().Any())
        {
            return builder;
        }

        services.AddSingleton<IConfigureOptions<ProvidersOptions>, ConfigureProviders>();
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.AddSingleton<ProviderList>();
        services.AddSingleton(static services =>
        {
            var providers = services.GetRequiredService<ProviderList>();

            // An app's own users have no links.
            var isByLink = services.GetRequiredService<IServiceProviderIsService>().IsService(typeof(AccountChanges)) && services.GetRequiredService<CardeaOptions>().SignInByLink;
            return new WaysIn(isByLink, login => providers.FindByIssuer(login.Issuer) is not null);
        });
        services.AddHostedService<ProviderStartup>();
        services.AddSingleton<AttemptCookie>();
        services.AddSingleton<SealedAttempts>();
        services.AddSingleton<IdentityReader>();
        services.AddSingleton<ProviderTokens>();
        services.AddSingleton<Nonces>();
        services.AddSingleton<ProviderDiagnosis>();
        services.AddHttpClient(ProviderKeys.HttpClientName).ConfigureHttpClient(static http =>
        {
            http.Timeout = ProviderClient.Patience;
            http.MaxResponseContentBufferSize = 1 << 20;
        }).ConfigurePrimaryHttpMessageHandler(static () => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        services.AddScoped<ProviderClient>();
        services.AddScoped<ExternalSignIns>();
        services.AddScoped<ExternalResults>();
        services.AddScoped<ExternalLinks>();
        services.AddScoped<SessionAttempts>();
        services.AddScoped<KeptOutcomes>();
        services.Configure<JsonOptions>(static options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, ProvidersJsonContext.Default));
        AddClient(services);
        return builder;
    }

    private static void AddClient(IServiceCollection services)
    {
        services.AddSingleton<IConfigureOptions<OpenIddictClientOptions>, ConfigureOpenIddict>();
        services.AddOpenIddict().AddClient(static client =>
        {
            client.AllowAuthorizationCodeFlow().DisableTokenStorage().DisableWebServicesFederationClaimMapping();
            // A redirect could carry a code and the client's secret to another host.
            client.UseSystemNetHttp()
                .ConfigureHttpClient(static http => http.Timeout = ProviderClient.Patience)
                .ConfigureHttpClientHandler(static handler => (handler.AllowAutoRedirect, handler.UseCookies) = (false, false));
            client.UseWebProviders();
            client.AddEventHandler(AttemptHandlers.BindChallenge.Descriptor);
            client.AddEventHandler(AttemptHandlers.KeepAddress.Descriptor);
            client.AddEventHandler(AttemptHandlers.BindCallback.Descriptor);
            client.AddEventHandler(AttemptHandlers.UseState.Descriptor);
        });

        // OpenIddict logs requests and answers with addresses and names in them.
        services.AddLogging(static logging => logging.AddFilter("OpenIddict", LogLevel.Warning).AddFilter("System.Net.Http.HttpClient", LogLevel.Warning).AddFilter("Polly", LogLevel.Warning));
    }
}
