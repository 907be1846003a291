using System.Text.Json;
using Cardea.Rotation;
using Cardea.Tokens;
using Cardea.Validation.Issuers;
using Microsoft.Extensions.Logging;

namespace Cardea.Validation.Rotation;

/// <summary>Sends receipts to the issuer in the background, a second after they were noted at the latest.</summary>
internal sealed partial class ReceiptSender(IssuerConnection issuer, PendingReceipts pending, IssuerMeter meter, TimeProvider clock, ILogger logger)
{
    // Of 50 characters each, within the 16 KiB that the issuer takes.
    private const int BatchSize = 300;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public async Task FollowAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await SendAsync();
            }
        }
        finally
        {
            await SendAsync();
        }
    }

    private async Task SendAsync()
    {
        while (pending.Take(BatchSize) is { Count: > 0 } receipts)
        {
            using var patience = new CancellationTokenSource(IssuerConnection.Patience, clock);
            using var request = new HttpRequestMessage(HttpMethod.Post, issuer.Address("/receipts")) { Content = Body(receipts) };
            try
            {
                using var response = await issuer.SendAsync(request, patience.Token);
                response.EnsureSuccessStatusCode();
                meter.Sent(receipts.Count);
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                // Put back, they wait for the issuer; those that no longer fit are lost, which does no harm.
                foreach (var receipt in receipts)
                {
                    pending.Note(receipt);
                }

                LogPostponed(logger, exception, receipts.Count, issuer.Authority);
                return;
            }
        }
    }

    private static ByteArrayContent Body(IEnumerable<AccessTokenId> receipts)
    {
        var batch = new ReceiptBatch([.. receipts.Select(static receipt => receipt.ToString())]);
        var body = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(batch, IssuerJson.Default.ReceiptBatch));
        body.Headers.ContentType = new("application/json");
        return body;
    }

    [LoggerMessage(EventId = 621, Level = LogLevel.Warning, Message = "{Count} receipts wait: {Authority} does not take them")]
    private static partial void LogPostponed(ILogger logger, Exception exception, int count, string authority);
}
