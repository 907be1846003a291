using Cardea.Keys;
using Cardea.Revocation;
using Cardea.Validation.Hosting;
using Microsoft.Extensions.Logging;

namespace Cardea.AspNetCore.Revocation;

/// <summary>Reads the store's feed every second, at each hint of the store, and when this process changes a key.</summary>
internal sealed partial class StoreFeedPoller : RepeatingService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly StoreFeedReader _reader;

    public StoreFeedPoller(StoreFeedReader reader, KeyRing keys, TimeProvider clock, ILogger<StoreFeedPoller> logger)
        : base(clock, logger)
    {
        _reader = reader;
        keys.Watch(Wake);
    }

    protected override TimeSpan Pause() => Interval;

    protected override Task StepAsync(CancellationToken stoppingToken) => _reader.CatchUpAsync(stoppingToken);

    protected override void Report(Exception failure, TimeSpan pause)
    {
        if (failure is StoreUnavailableException)
        {
            LogBehind(Logger, failure, _reader.Age);
        }
        else
        {
            base.Report(failure, pause);
        }
    }

    [LoggerMessage(EventId = 301, Level = LogLevel.Warning, Message = "Revocations were last read {Age} ago: the store can't be asked")]
    private static partial void LogBehind(ILogger logger, Exception exception, TimeSpan? age);
}
