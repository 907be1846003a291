using Cardea.Rotation;
using Cardea.Validation.Hosting;
using Microsoft.Extensions.Logging;

namespace Cardea.AspNetCore.Rotation;

/// <summary>Writes receipts in the background within a second, many in one statement.</summary>
internal sealed partial class ReceiptWriter(PendingReceipts pending, IRotationStore store, TimeProvider clock, ILogger<ReceiptWriter> logger)
    : RepeatingService(clock, logger)
{
    private const int BatchSize = 500;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override TimeSpan Pause() => Interval;

    protected override Task StepAsync(CancellationToken stoppingToken) => WriteAsync(stoppingToken);

    protected override Task FinishAsync(CancellationToken cancellationToken) => WriteAsync(cancellationToken);

    protected override void Report(Exception failure, TimeSpan pause)
    {
        if (failure is StoreUnavailableException)
        {
            LogPostponed(Logger, failure);
        }
        else
        {
            base.Report(failure, pause);
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        while (pending.Take(BatchSize) is { Count: > 0 } receipts)
        {
            try
            {
                await store.RecordReceiptsAsync(receipts, cancellationToken);
            }
            catch
            {
                // The receipts wait for the store again. If there is no room, receipts are lost, which does no harm.
                foreach (var receipt in receipts)
                {
                    pending.Note(receipt);
                }

                throw;
            }
        }
    }

    [LoggerMessage(EventId = 201, Level = LogLevel.Warning, Message = "Receipts wait: the store can't be asked")]
    private static partial void LogPostponed(ILogger logger, Exception exception);
}
