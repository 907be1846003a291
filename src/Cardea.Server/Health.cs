using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace Cardea.Server;

/// <summary>Health checks for load balancers and orchestrators: if the process runs, and if it can serve.</summary>
internal static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        // A process that answers is alive. It must not be killed because its database is away.
        endpoints.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = static _ => false });
        endpoints.MapHealthChecks("/health/ready");
    }
}
