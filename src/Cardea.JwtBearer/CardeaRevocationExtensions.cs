using Cardea;
using Cardea.JwtBearer;
using Cardea.Validation.Issuers;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Gives the JwtBearer handler what it lacks: it learns at once which sessions have ended.</summary>
public static class CardeaRevocationExtensions
{
    /// <summary>
    /// Refuses access tokens of sessions that have ended, or that were recalled, under the scheme <c>Bearer</c>. What cannot
    /// be known is answered 503.
    /// </summary>
    /// <param name="builder">What <c>AddJwtBearer(…)</c> returned.</param>
    /// <param name="configure">Settings.</param>
    public static AuthenticationBuilder WithCardeaRevocation(this AuthenticationBuilder builder, Action<CardeaRevocationOptions> configure) =>
        builder.WithCardeaRevocation(JwtBearerDefaults.AuthenticationScheme, configure);

    /// <summary>The same under a scheme of another name.</summary>
    /// <param name="builder">What <c>AddJwtBearer(…)</c> returned.</param>
    /// <param name="authenticationScheme">The name of the scheme.</param>
    /// <param name="configure">Settings.</param>
    public static AuthenticationBuilder WithCardeaRevocation(
        this AuthenticationBuilder builder,
        string authenticationScheme,
        Action<CardeaRevocationOptions> configure)
    {
        builder.Services.AddOptions<CardeaRevocationOptions>(authenticationScheme)
            .Configure(configure)
            .PostConfigure<IOptionsMonitor<JwtBearerOptions>, IServiceProvider>((options, bearer, services) =>
                options.Complete(bearer.Get(authenticationScheme), services.GetService<IHostEnvironment>()))
            .Validate(static options => options.Check())
            .ValidateOnStart();
        builder.Services.AddIssuer(authenticationScheme, services => new RemoteIssuer(
            services.GetRequiredService<IOptionsMonitor<CardeaRevocationOptions>>().Get(authenticationScheme).Remote, services));
        builder.Services.AddKeyedSingleton(authenticationScheme, static (services, scheme) =>
            new RevocationCheck(services.GetRequiredKeyedService<IIssuer>(scheme), services.GetService<TimeProvider>() ?? TimeProvider.System));
        builder.Services.AddOptions<JwtBearerOptions>(authenticationScheme).PostConfigure(static options =>
        {
            // Events of a type of their own would be asked instead of these.
            options.Events = options.EventsType is null
                ? new RevocationEvents(options.Events ?? new())
                : throw new SetupException("JwtBearerOptions.EventsType must be left out with WithCardeaRevocation: set Events instead.");
        });
        return builder;
    }
}
