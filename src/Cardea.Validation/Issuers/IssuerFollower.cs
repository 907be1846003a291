using Microsoft.Extensions.Hosting;

namespace Cardea.Validation.Issuers;

/// <summary>Follows the issuer of a scheme while the app runs.</summary>
internal sealed class IssuerFollower(IIssuer issuer) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => issuer.FollowAsync(stoppingToken);
}
