using Cardea.JwtBearer;
using Cardea.Validation;
using Cardea.Validation.Issuers;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets the JwtBearer handler learn at once which sessions have ended and which keys are retired.</summary>
public static class CardeaRevocationExtensions
{
    /// <summary>
    /// Refuses access tokens whose session has ended, that were recalled, or whose key is retired, under the scheme <c>Bearer</c>.
    /// If the API's knowledge is too old, the request is answered 503. The keys come with the revocations: the handler fetches none.
    /// </summary>
    /// <param name="builder">The result of <c>AddJwtBearer(…)</c>.</param>
    /// <param name="configure">Settings.</param>
    public static AuthenticationBuilder WithCardeaRevocation(this AuthenticationBuilder builder, Action<CardeaRevocationOptions> configure) =>
        builder.WithCardeaRevocation(JwtBearerDefaults.AuthenticationScheme, configure);

    /// <summary>Refuses the same access tokens under a scheme of another name.</summary>
    /// <param name="builder">The result of <c>AddJwtBearer(…)</c>.</param>
    /// <param name="authenticationScheme">The name of the scheme.</param>
    /// <param name="configure">Settings.</param>
    public static AuthenticationBuilder WithCardeaRevocation(
        this AuthenticationBuilder builder,
        string authenticationScheme,
        Action<CardeaRevocationOptions> configure)
    {
        builder.Services.Configure(authenticationScheme, configure);
        builder.Services.AddKeyedSingleton(authenticationScheme, static (services, scheme) =>
            ActivatorUtilities.CreateInstance<RevocationSetup>(services, scheme!));
        builder.Services.AddSingleton<IPostConfigureOptions<JwtBearerOptions>>(services =>
            services.GetRequiredKeyedService<RevocationSetup>(authenticationScheme));
        builder.Services.AddOptions<JwtBearerOptions>(authenticationScheme).ValidateOnStart();
        builder.Services.AddIssuer(authenticationScheme, services => new RemoteIssuer(
            services.GetRequiredKeyedService<RevocationSetup>(authenticationScheme).Complete(OptionsOf(services, authenticationScheme)), services));
        builder.Services.AddKeyedSingleton(authenticationScheme, static (services, scheme) => new RevocationCheck(
            services.GetRequiredKeyedService<IIssuer>(scheme),
            OptionsOf(services, (string)scheme!),
            services.GetService<TimeProvider>() ?? TimeProvider.System));
        return builder;
    }

    private static JwtBearerOptions OptionsOf(IServiceProvider services, string scheme) =>
        services.GetRequiredService<IOptionsMonitor<JwtBearerOptions>>().Get(scheme);
}
