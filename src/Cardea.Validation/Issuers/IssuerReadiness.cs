using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cardea.Validation.Issuers;

/// <summary>Whether protected requests can be answered: the issuer's keys and revocations are known.</summary>
internal sealed class IssuerReadiness(IIssuer issuer) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(issuer.IsKnown
            ? HealthCheckResult.Healthy()
            : new(context.Registration.FailureStatus, "What the issuer has revoked lately is not known: its feed does not come."));
}
