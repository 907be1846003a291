using System.Net;
using System.Text.Json;
using Cardea.Rotation;
using Cardea.Tokens;
using Cardea.Validation.Hosting;
using Cardea.Validation.Issuers;
using Microsoft.Extensions.Logging;

namespace Cardea.Validation.Rotation;

/// <summary>
/// Sends receipts to the issuer in the background, within a second. Receipts that the issuer does not take wait here. If there
/// is no room, receipts are lost, which does no harm.
/// </summary>
internal sealed partial class ReceiptSender(IssuerConnection issuer, PendingReceipts pending, IssuerMeter meter, TimeProvider clock, ILogger logger)
    : RepeatingService(clock, logger)
{
    // A receipt has at most 61 characters, so a batch fits into the 16 KiB that the issuer accepts.
    private const int BatchSize = 250;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private TimeSpan _pause = Interval;

    protected override TimeSpan Pause() => _pause;

    protected override Task StepAsync(CancellationToken stoppingToken) => SendAsync(stoppingToken);

    protected override Task FinishAsync(CancellationToken cancellationToken) => SendAsync(cancellationToken);

    protected override void Report(Exception failure, TimeSpan pause) => LogPostponed(Logger, failure, issuer.Authority, pause);

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        _pause = Interval;
        while (pending.Take(BatchSize) is { Count: > 0 } receipts)
        {
            try
            {
                await SendAsync(receipts, cancellationToken);
            }
            catch
            {
                foreach (var receipt in receipts)
                {
                    pending.Note(receipt);
                }

                throw;
            }
        }
    }

    private async Task SendAsync(IReadOnlyCollection<AccessTokenId> receipts, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(IssuerConnection.Patience, Clock);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, issuer.Address("/receipts")) { Content = Body(receipts) };
        using var response = await issuer.SendAsync(request, waiting.Token);
        if (response.StatusCode == HttpStatusCode.TooManyRequests && response.Headers.RetryAfter?.Delta is { } delta)
        {
            _pause = TimeSpan.FromTicks(Math.Clamp(delta.Ticks, Interval.Ticks, LongestWait.Ticks));
        }

        response.EnsureSuccessStatusCode();
        meter.Sent(receipts.Count);
    }

    private static ByteArrayContent Body(IEnumerable<AccessTokenId> receipts)
    {
        var batch = new ReceiptBatch([.. receipts.Select(static receipt => receipt.ToString())]);
        var body = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(batch, ReceiptJson.Default.ReceiptBatch));
        body.Headers.ContentType = new("application/json");
        return body;
    }

    [LoggerMessage(EventId = 621, Level = LogLevel.Warning, Message = "Receipts wait: {Authority} does not take them; the next attempt is in {Pause}")]
    private static partial void LogPostponed(ILogger logger, Exception failure, string authority, TimeSpan pause);
}
