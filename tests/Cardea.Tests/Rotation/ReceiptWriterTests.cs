using Cardea.AspNetCore.Rotation;
using Cardea.Rotation;
using Cardea.Tests.Keys;
using Cardea.Tests.Revocation;
using Cardea.Tokens;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Cardea.Tests.Rotation;

public sealed class ReceiptWriterTests
{
    private static readonly AccessTokenId Receipt = new(SessionId.Create(DateTimeOffset.UnixEpoch), Recalls: 0, Generation: 1);

    private readonly FakeTimeProvider _clock = new();
    private readonly PendingReceipts _pending = new();
    private readonly FeedInMemory _store = new(new InMemoryKeyStore());

    public static TheoryData<Exception> Failures { get; } = [new StoreUnavailableException(), new InvalidOperationException(), new OperationCanceledException()];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public async Task Receipts_that_could_not_be_written_are_written_later_whatever_went_wrong(Exception failure)
    {
        using var writer = new ReceiptWriter(_pending, _store, _clock, NullLogger<ReceiptWriter>.Instance);
        await writer.StartAsync(Cancellation);
        _store.Failure = failure;
        _pending.Note(Receipt);
        await PassAsync(() => _store.Refused > 0);

        _store.Failure = null;
        await PassAsync(() => _store.Receipts.Count > 0);

        Assert.Equal([Receipt], _store.Receipts);
        await writer.StopAsync(Cancellation);
    }

    [Fact]
    public async Task The_last_ones_are_written_when_the_app_stops()
    {
        using var writer = new ReceiptWriter(_pending, _store, _clock, NullLogger<ReceiptWriter>.Instance);
        await writer.StartAsync(Cancellation);
        _pending.Note(Receipt);

        await writer.StopAsync(Cancellation);

        Assert.Equal([Receipt], _store.Receipts);
    }

    private async Task PassAsync(Func<bool> until)
    {
        while (!until())
        {
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(1, Cancellation);
        }
    }
}
