using System.Threading.Channels;
using Cardea.Revocation;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cardea.AspNetCore.Revocation;

/// <summary>Has the store's feed read every second, and at once where the store gives hints.</summary>
internal sealed partial class RevocationFollower(
    StoreFeedReader reader, RevocationIndex index, TimeProvider clock, ILogger<RevocationFollower> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CleanUpInterval = TimeSpan.FromMinutes(1);

    // One wake-up is as good as many: what comes while it reads makes it read once more.
    private readonly Channel<bool> _wakeUps = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Reads again soon: there is a hint that it is worth while.</summary>
    public void Wake() => _wakeUps.Writer.TryWrite(true);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var poll = clock.CreateTimer(_ => Wake(), state: null, Interval, Interval);
        await using var cleanUp = clock.CreateTimer(_ => index.RemoveExpired(), state: null, CleanUpInterval, CleanUpInterval);
        await foreach (var _ in _wakeUps.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await reader.CatchUpAsync(stoppingToken);
            }
            catch (StoreUnavailableException exception)
            {
                LogBehind(logger, exception, reader.Age);
            }
        }
    }

    [LoggerMessage(EventId = 301, Level = LogLevel.Warning, Message = "Revocations were last read {Age} ago: the store can't be asked")]
    private static partial void LogBehind(ILogger logger, Exception exception, TimeSpan? age);
}
