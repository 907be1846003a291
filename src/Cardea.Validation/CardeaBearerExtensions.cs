using Cardea.Validation;
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
    /// <param name="builder">What <c>services.AddAuthentication()</c> returned.</param>
    /// <param name="configure">Settings.</param>
    public static AuthenticationBuilder AddCardea(this AuthenticationBuilder builder, Action<CardeaBearerOptions>? configure = null) =>
        builder.AddCardea(CardeaBearerDefaults.AuthenticationScheme, configure);

    /// <summary>Accepts access tokens under a scheme of that name, such as one for each issuer.</summary>
    /// <param name="builder">What <c>services.AddAuthentication()</c> returned.</param>
    /// <param name="authenticationScheme">The name of the scheme.</param>
    /// <param name="configure">Settings.</param>
    public static AuthenticationBuilder AddCardea(
        this AuthenticationBuilder builder,
        string authenticationScheme,
        Action<CardeaBearerOptions>? configure = null)
    {
        builder.Services.AddOptions<CardeaBearerOptions>(authenticationScheme)
            .PostConfigure<IServiceProvider>(static (options, services) => options.Complete(services.GetService<IHostEnvironment>()))
            .ValidateOnStart();
        builder.Services.AddIssuer(authenticationScheme, services => FindIssuer(services, OptionsOf(services, authenticationScheme)));
        builder.Services.AddKeyedSingleton(authenticationScheme, static (services, scheme) =>
            new AccessTokenCheck(
                OptionsOf(services, (string)scheme!),
                services.GetRequiredKeyedService<IIssuer>(scheme),
                services.GetRequiredService<ILogger<AccessTokenCheck>>()));
        return builder.AddScheme<CardeaBearerOptions, CardeaBearerHandler>(authenticationScheme, configure);
    }

    private static CardeaBearerOptions OptionsOf(IServiceProvider services, string scheme) =>
        services.GetRequiredService<IOptionsMonitor<CardeaBearerOptions>>().Get(scheme);

    private static IIssuer FindIssuer(IServiceProvider services, CardeaBearerOptions options) =>
        options.Authority.Length > 0 ? new RemoteIssuer(options.Remote, services) : new OwnIssuer(options, services);
}
