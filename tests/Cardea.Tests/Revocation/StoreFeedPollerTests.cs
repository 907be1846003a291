using Cardea.AspNetCore.Revocation;
using Cardea.Keys;
using Cardea.Revocation;
using Cardea.Tests.Keys;
using Cardea.Tokens;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cardea.Tests.Revocation;

public sealed class StoreFeedPollerTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly KeyRings _nodes = new();
    private readonly KeyRing _keys;
    private readonly RevocationIndex _index;
    private readonly FeedInMemory _store;
    private readonly StoreFeedPoller _poller;

    public StoreFeedPollerTests()
    {
        _keys = _nodes.New();
        _index = new(_nodes.Clock);
        _store = new(_nodes.Store);
        var reader = new StoreFeedReader(_store, new(_index, _keys), _index, _keys, _nodes.Options, _nodes.Clock);
        _poller = new(reader, _keys, _nodes.Clock, NullLogger<StoreFeedPoller>.Instance);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _poller.Dispose();

    [Fact]
    public async Task It_reads_again_whatever_a_read_has_failed_of()
    {
        await _poller.StartAsync(Cancellation);
        foreach (var failure in (Exception[])[new StoreUnavailableException(), new InvalidOperationException(), new OperationCanceledException()])
        {
            _store.Failure = failure;
            await ReadAsync();
        }

        _store.Failure = null;
        var end = RevokedSession.Ended(SessionId.Create(KeyRings.Start.AddDays(30)), TimeSpan.FromMinutes(10));
        _store.Revoke(end);
        while (!_index.Refuses(new(end.SessionId, 0)))
        {
            await ReadAsync();
        }

        await _poller.StopAsync(Cancellation);
    }

    [Fact]
    public async Task It_reads_at_once_when_this_process_has_changed_a_key()
    {
        await _poller.StartAsync(Cancellation);

        await _keys.ReloadAsync(Cancellation);
        while (_store.Reads == 0)
        {
            await Task.Delay(1, Cancellation);
        }

        await _poller.StopAsync(Cancellation);
    }

    private async Task ReadAsync()
    {
        var reads = _store.Reads;
        while (_store.Reads == reads)
        {
            _nodes.Clock.Advance(Interval);
            await Task.Delay(1, Cancellation);
        }
    }
}
