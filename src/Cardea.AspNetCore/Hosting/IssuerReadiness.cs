using Cardea.Revocation;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cardea.AspNetCore.Hosting;

/// <summary>Healthy if the store has answered within the last five seconds.</summary>
internal sealed class IssuerReadiness(StoreFeedReader revocations) : IHealthCheck
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(5);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(revocations.Age < Bound
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("The store has not answered for a while."));
}
