using Cardea.Validation;
using Cardea.Validation.Hubs;
using Cardea.Validation.Issuers;
using Cardea.Validation.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Makes an API accept Cardea's access tokens.</summary>
public static class CardeaBearerExtensions
{
    /// <summary>Accepts access tokens under the scheme <see cref="CardeaBearerDefaults.AuthenticationScheme"/>.</summary>
    /// <param name="builder">The result of <c>services.AddAuthentication()</c>.</param>
    /// <param name="configure">Settings.</param>
    public static AuthenticationBuilder AddCardea(this AuthenticationBuilder builder, Action<CardeaBearerOptions>? configure = null) =>
        builder.AddCardea(CardeaBearerDefaults.AuthenticationScheme, configure);

    /// <summary>Accepts access tokens under a scheme of another name. An API with several issuers has a scheme for each.</summary>
    /// <param name="builder">The result of <c>services.AddAuthentication()</c>.</param>
    /// <param name="authenticationScheme">The name of the scheme.</param>
    /// <param name="configure">Settings.</param>
    public static AuthenticationBuilder AddCardea(
        this AuthenticationBuilder builder,
        string authenticationScheme,
        Action<CardeaBearerOptions>? configure = null)
    {
        builder.Services.AddOptions<CardeaBearerOptions>(authenticationScheme)
            .PostConfigure<IServiceProvider>(static (options, services) => options.CheckRemote(services.GetService<IHostEnvironment>()));
        return builder.AddCardea(
            authenticationScheme,
            services => new RemoteIssuer(OptionsOf(services, authenticationScheme).Remote, services),
            configure);
    }

    /// <summary>Accepts the access tokens of one issuer.</summary>
    /// <param name="builder">The result of <c>services.AddAuthentication()</c>.</param>
    /// <param name="authenticationScheme">The name of the scheme.</param>
    /// <param name="find">Finds the issuer.</param>
    /// <param name="configure">Settings.</param>
    internal static AuthenticationBuilder AddCardea(
        this AuthenticationBuilder builder,
        string authenticationScheme,
        Func<IServiceProvider, IIssuer> find,
        Action<CardeaBearerOptions>? configure = null)
    {
        builder.Services.AddOptions<CardeaBearerOptions>(authenticationScheme).ValidateOnStart();
        builder.Services.AddIssuer(authenticationScheme, find);
        QueryTokens.Add(builder.Services);
        HubUsers.Add(builder.Services);
        builder.Services.AddKeyedSingleton(authenticationScheme, static (services, scheme) =>
            new AccessTokenCheck(
                OptionsOf(services, (string)scheme!),
                services.GetRequiredKeyedService<IIssuer>(scheme),
                services.GetRequiredService<ILogger<AccessTokenCheck>>()));
        return builder.AddScheme<CardeaBearerOptions, CardeaBearerHandler>(authenticationScheme, configure);
    }

    private static CardeaBearerOptions OptionsOf(IServiceProvider services, string scheme) =>
        services.GetRequiredService<IOptionsMonitor<CardeaBearerOptions>>().Get(scheme);
}
