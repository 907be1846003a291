using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cardea.Validation.Issuers;

/// <summary>Healthy while the issuer's keys and revocations are known.</summary>
internal sealed class IssuerReadiness(IIssuer issuer) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(issuer.IsKnown
            ? HealthCheckResult.Healthy()
            : new(context.Registration.FailureStatus, "The issuer's latest revocations are not known: its feed does not arrive."));
}
