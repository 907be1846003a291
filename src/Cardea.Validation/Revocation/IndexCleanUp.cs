using Cardea.Revocation;
using Cardea.Validation.Hosting;
using Microsoft.Extensions.Logging;

namespace Cardea.Validation.Revocation;

/// <summary>Removes revocations that no living access token needs any more.</summary>
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
