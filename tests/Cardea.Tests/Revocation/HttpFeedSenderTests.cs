using System.Net.ServerSentEvents;
using Cardea.AspNetCore.ResourceApis;
using Cardea.AspNetCore.Revocation;
using Cardea.Keys;
using Cardea.Revocation;
using Cardea.Tests.Keys;
using Cardea.Tokens;
using Cardea.Validation.Revocation;
using Microsoft.Extensions.Hosting;

namespace Cardea.Tests.Revocation;

/// <summary>What one resource API is sent.</summary>
public sealed class HttpFeedSenderTests : IAsyncLifetime
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private readonly KeyRings _nodes = new();
    private readonly RevocationIndex _index;
    private readonly KeyRing _keys;
    private readonly RevocationFeed _feed;
    private readonly ResourceApiReaders _readers;
    private readonly Running _app = new();

    public HttpFeedSenderTests()
    {
        _index = new(_nodes.Clock);
        _keys = _nodes.New();
        _feed = new(_index, _keys);
        _readers = new(_nodes.Clock);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _nodes.New().ReloadAsync(Cancellation);

    public ValueTask DisposeAsync()
    {
        _app.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_snapshot_comes_in_pieces_with_the_keys_in_the_first_and_a_place_in_the_last()
    {
        var (store, reader, sender) = Open();
        RevokedSession[] ended = [.. Enumerable.Range(0, 2500).Select(static _ => NewEnd())];
        Array.ForEach(ended, store.Revoke);
        await reader.CatchUpAsync(Cancellation);
        _nodes.Clock.Advance(TimeSpan.FromSeconds(3));

        var pieces = await TakeAsync(sender, lastEventId: null, count: 3);

        Assert.All(pieces, static piece => Assert.Equal(FeedMessage.Snapshot, piece.EventType));
        Assert.Equal([1000, 1000, 500], pieces.Select(static piece => piece.Data.Sessions!.Count));
        Assert.Equal([true, true, false], pieces.Select(static piece => piece.Data.More));
        Assert.Equal([true, false, false], pieces.Select(static piece => piece.Data.Keys is not null));
        Assert.All(pieces[..2], static piece => Assert.Null(piece.EventId));
        Assert.Equal(reader.Cursor!.ToString(), pieces[2].EventId);
        Assert.All(pieces, static piece => Assert.Equal((3000L, 30L), (piece.Data.Age, piece.Data.Skew)));
        Assert.Equal(
            ended.Select(static one => one.SessionId.Value).Order(),
            pieces.SelectMany(static piece => piece.Data.Sessions!).Select(static one => one.Sid).Order());
        Assert.Equal(_keys.Published.Select(static key => key.Id), pieces[0].Data.Keys!.Select(static key => key.Kid));
    }

    [Fact]
    public async Task With_nothing_revoked_the_first_event_has_the_keys_all_the_same()
    {
        var (_, reader, sender) = Open();
        await reader.CatchUpAsync(Cancellation);

        var first = (await TakeAsync(sender, lastEventId: null, count: 1))[0];

        Assert.Equal((FeedMessage.Snapshot, false), (first.EventType, first.Data.More));
        Assert.Empty(first.Data.Sessions!);
        Assert.NotEmpty(first.Data.Keys!);
    }

    [Fact]
    public async Task Whoever_resumes_gets_what_it_had_not_seen_and_what_has_no_transaction()
    {
        var (store, reader, sender) = Open();
        store.Revoke(NewEnd());
        await reader.CatchUpAsync(Cancellation);
        var place = reader.Cursor!.ToString();
        var (read, own) = (NewEnd(), NewEnd());
        store.Revoke(read);
        await reader.CatchUpAsync(Cancellation);
        _feed.Publish([own]);

        var first = (await TakeAsync(sender, place, count: 1))[0];

        Assert.Equal(FeedMessage.Revoked, first.EventType);
        Assert.Equal(new[] { read.SessionId.Value, own.SessionId.Value }.Order(), first.Data.Sessions!.Select(static one => one.Sid).Order());
        Assert.NotNull(first.Data.Keys);
    }

    [Theory]
    [InlineData("two/5/")]
    [InlineData("nonsense")]
    [InlineData("one/x/")]
    public async Task A_place_of_another_history_or_none_gets_everything(string place)
    {
        var (store, reader, sender) = Open();
        store.Revoke(NewEnd());
        await reader.CatchUpAsync(Cancellation);

        var first = (await TakeAsync(sender, place, count: 1))[0];

        Assert.Equal(FeedMessage.Snapshot, first.EventType);
        Assert.Single(first.Data.Sessions!);
    }

    [Fact]
    public async Task Whoever_resumes_while_everything_is_read_again_misses_nothing_whose_transaction_was_handed_out_again()
    {
        var (store, reader, sender) = Open(pageSize: 1);
        for (var i = 0; i < 5; i++)
        {
            store.Revoke(NewEnd());
        }

        await reader.CatchUpAsync(Cancellation);
        var place = reader.Cursor!.ToString();

        // After a crash, the same low ids: the first page is read, the second is not.
        store.Forget("two");
        var end = NewEnd();
        store.Revoke(end);
        var (held, halfway) = (new TaskCompletionSource(), new TaskCompletionSource());
        var pages = 0;
        store.Before = _ =>
        {
            if (++pages == 1)
            {
                return Task.CompletedTask;
            }

            halfway.TrySetResult();
            return held.Task;
        };
        var reading = reader.CatchUpAsync(Cancellation);
        await halfway.Task.WaitAsync(Cancellation);

        var first = (await TakeAsync(sender, place, count: 1))[0];
        held.SetResult();
        await reading;

        Assert.Equal(FeedMessage.Snapshot, first.EventType);
        Assert.Null(first.EventId);
        Assert.Contains(end.SessionId.Value, first.Data.Sessions!.Select(static one => one.Sid));
    }

    [Fact]
    public async Task A_change_of_the_keys_is_told_with_the_whole_list()
    {
        var (_, reader, sender) = Open();
        await reader.CatchUpAsync(Cancellation);
        await using var events = (await sender.OpenAsync("orders", lastEventId: null, Cancellation)).GetAsyncEnumerator(Cancellation);
        Assert.True(await events.MoveNextAsync());
        var key = _keys.CurrentSigning().Key.Id;
        Assert.Contains(key, events.Current.Data.Keys!.Select(static one => one.Kid));

        await _nodes.New().RetireAsync(key, by: null, Cancellation);
        await reader.CatchUpAsync(Cancellation);
        Assert.True(await events.MoveNextAsync());

        Assert.Equal(FeedMessage.KeysChanged, events.Current.EventType);
        Assert.Null(events.Current.Data.Sessions);
        Assert.Equal(_keys.Published.Select(static one => one.Id), events.Current.Data.Keys!.Select(static one => one.Kid));
        Assert.DoesNotContain(key, events.Current.Data.Keys!.Select(static one => one.Kid));
    }

    [Fact]
    public async Task A_place_that_would_not_be_read_again_is_not_sent()
    {
        var (store, reader, sender) = Open();
        store.Identity = new('x', FeedMessage.LongestId);
        await reader.CatchUpAsync(Cancellation);

        Assert.Null((await TakeAsync(sender, lastEventId: null, count: 1))[0].EventId);
    }

    [Fact]
    public async Task A_node_that_can_not_know_says_so_before_it_answers()
    {
        var (store, reader, sender) = Open();
        await reader.CatchUpAsync(Cancellation);
        store.Failure = new InvalidOperationException();
        _nodes.Clock.Advance(_nodes.Options.StalenessBound + TimeSpan.FromTicks(1));

        await Assert.ThrowsAsync<StoreUnavailableException>(() => sender.OpenAsync("orders", lastEventId: null, Cancellation));
    }

    [Fact]
    public async Task It_is_known_which_api_follows_and_how_fresh_it_is()
    {
        var (_, reader, sender) = Open();
        await reader.CatchUpAsync(Cancellation);
        var readAt = _nodes.Clock.GetUtcNow();
        _nodes.Clock.Advance(TimeSpan.FromSeconds(3));
        await using (var events = (await sender.OpenAsync("orders", lastEventId: null, Cancellation)).GetAsyncEnumerator(Cancellation))
        {
            Assert.True(await events.MoveNextAsync());
            Assert.Equal(("orders", 1, null), Assert.Single(_readers.All));
            var next = events.MoveNextAsync().AsTask();
            Assert.Equal(("orders", 1, readAt), Assert.Single(_readers.All));
            _nodes.Clock.Advance(TimeSpan.FromSeconds(2));
            Assert.True(await next);
        }

        Assert.Equal(("orders", 0, readAt), Assert.Single(_readers.All));
    }

    private static RevokedSession NewEnd() => RevokedSession.Ended(SessionId.Create(KeyRings.Start.AddDays(30)), Life);

    private static async Task<List<SseItem<FeedMessage>>> TakeAsync(HttpFeedSender sender, string? lastEventId, int count)
    {
        var taken = new List<SseItem<FeedMessage>>();
        await using var events = (await sender.OpenAsync("orders", lastEventId, Cancellation)).GetAsyncEnumerator(Cancellation);
        while (taken.Count < count)
        {
            Assert.True(await events.MoveNextAsync());
            taken.Add(events.Current);
        }

        return taken;
    }

    private (FeedInMemory Store, StoreFeedReader Reader, HttpFeedSender Sender) Open(int pageSize = int.MaxValue)
    {
        var store = new FeedInMemory(_nodes.Store) { PageSize = pageSize };
        var reader = new StoreFeedReader(store, _feed, _index, _keys, _nodes.Options, _nodes.Clock);
        return (store, reader, new(_feed, _index, reader, _keys, _readers, _nodes.Options, _app, _nodes.Clock));
    }

    /// <summary>An app that does not stop.</summary>
    private sealed class Running : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _stopping = new();

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => _stopping.Token;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => _stopping.Cancel();

        public void Dispose() => _stopping.Dispose();
    }
}
