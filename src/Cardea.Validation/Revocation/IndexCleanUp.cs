using Cardea.Revocation;
using Cardea.Validation.Hosting;
using Microsoft.Extensions.Logging;

namespace Cardea.Validation.Revocation;

/// <summary>Drops revocations that every access token has outlived.</summary>
internal sealed class IndexCleanUp(RevocationIndex index, TimeProvider clock, ILogger<IndexCleanUp> logger) : RepeatingService(clock, logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override TimeSpan Pause() => Interval;

    protected override Task StepAsync(CancellationToken stoppingToken)
    {
        index.RemoveExpired();
        return Task.CompletedTask;
    }
}
