using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cardea.Validation.Issuers;

/// <summary>Whether protected requests can be answered: the keys of the issuer are known, and what it has revoked.</summary>
internal sealed class IssuerReadiness(IIssuer issuer) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(issuer.IsKnown
            ? HealthCheckResult.Healthy()
            : new(context.Registration.FailureStatus, "The issuer's keys, or what it has revoked lately, are not known."));
}
