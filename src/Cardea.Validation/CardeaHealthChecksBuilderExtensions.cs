using Cardea.Validation;
using Cardea.Validation.Issuers;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Tells whether an API knows what it needs of its issuer.</summary>
public static class CardeaHealthChecksBuilderExtensions
{
    /// <summary>Adds a check that is healthy while protected requests can be answered, for a readiness probe.</summary>
    /// <param name="builder">What <c>services.AddHealthChecks()</c> returned.</param>
    /// <param name="authenticationScheme">The scheme that accepts the tokens.</param>
    public static IHealthChecksBuilder AddCardea(
        this IHealthChecksBuilder builder,
        string authenticationScheme = CardeaBearerDefaults.AuthenticationScheme) =>
        builder.Add(new HealthCheckRegistration(
            $"issuer of {authenticationScheme}",
            services => new IssuerReadiness(services.GetRequiredKeyedService<IIssuer>(authenticationScheme)),
            HealthStatus.Unhealthy,
            tags: null));
}
