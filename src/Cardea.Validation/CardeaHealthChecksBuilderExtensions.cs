using Cardea.Validation;
using Cardea.Validation.Issuers;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds a health check of an API's knowledge of its issuer.</summary>
public static class CardeaHealthChecksBuilderExtensions
{
    /// <summary>Adds a check for a readiness probe. It is healthy while the API can answer protected requests.</summary>
    /// <param name="builder">The result of <c>services.AddHealthChecks()</c>.</param>
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
