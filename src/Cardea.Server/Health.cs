using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace Cardea.Server;

/// <summary>For load balancers and orchestrators: whether the process runs, and whether it can serve.</summary>
internal static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        // Alive means that it answers: a database that is away is no reason to be killed.
        endpoints.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = static _ => false });
        endpoints.MapHealthChecks("/health/ready");
    }
}
