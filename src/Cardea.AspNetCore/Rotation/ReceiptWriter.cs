using Cardea.Rotation;
using Cardea.Sessions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cardea.AspNetCore.Rotation;

/// <summary>Writes receipts in the background, many in one statement, a second after they were noted at the latest.</summary>
internal sealed partial class ReceiptWriter(PendingReceipts pending, ISessionStore store, TimeProvider clock, ILogger<ReceiptWriter> logger)
    : BackgroundService
{
    private const int BatchSize = 500;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await WriteAsync(stoppingToken);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await WriteAsync(cancellationToken);
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        while (pending.Take(BatchSize) is { Count: > 0 } receipts)
        {
            try
            {
                await store.RecordReceiptsAsync(receipts, cancellationToken);
            }
            catch (StoreUnavailableException exception)
            {
                // Put back, they wait for the store; those that no longer fit are lost, which does no harm.
                foreach (var receipt in receipts)
                {
                    pending.Note(receipt);
                }

                LogPostponed(logger, exception, receipts.Count);
                return;
            }
        }
    }

    [LoggerMessage(EventId = 201, Level = LogLevel.Warning, Message = "{Count} receipts wait: the store can't be asked")]
    private static partial void LogPostponed(ILogger logger, Exception exception, int count);
}
