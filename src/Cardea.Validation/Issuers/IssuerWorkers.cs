using Microsoft.Extensions.Hosting;

namespace Cardea.Validation.Issuers;

/// <summary>Runs the workers of a scheme's issuer while the app runs.</summary>
internal sealed class IssuerWorkers(IIssuer issuer) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(issuer.Workers.Select(worker => worker.StartAsync(cancellationToken)));

    public Task StopAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(issuer.Workers.Select(worker => worker.StopAsync(cancellationToken)));
}
