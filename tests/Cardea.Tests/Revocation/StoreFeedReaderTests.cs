using Cardea.Keys;
using Cardea.Revocation;
using Cardea.Tests.Keys;
using Cardea.Tokens;

namespace Cardea.Tests.Revocation;

public sealed class StoreFeedReaderTests : IAsyncLifetime
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private readonly KeyRings _nodes = new();
    private readonly RevocationIndex _index;
    private readonly KeyRing _keys;
    private readonly RevocationFeed _feed;

    public StoreFeedReaderTests()
    {
        _index = new(_nodes.Clock);
        _keys = _nodes.New();
        _feed = new(_index, _keys);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _nodes.New().ReloadAsync(Cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task While_knowledge_is_fresh_nobody_is_asked()
    {
        var (store, reader) = Open();
        Assert.Null(reader.Age);
        await reader.CatchUpAsync(Cancellation);
        _nodes.Clock.Advance(_nodes.Options.StalenessBound);

        Assert.True(reader.KeepFreshAsync().AsTask().IsCompletedSuccessfully);
        Assert.Equal(_nodes.Options.StalenessBound, reader.Age);
        Assert.Equal(1, store.Reads);
    }

    [Fact]
    public async Task At_most_one_read_is_in_flight_and_one_queued_for_all_who_wait()
    {
        var (store, reader) = Open();
        var held = new TaskCompletionSource();
        store.Before = _ => held.Task;
        var first = reader.CatchUpAsync(Cancellation);

        // What has begun before they asked may have missed what they ask about.
        Task[] waiting = [.. Enumerable.Range(0, 10).Select(_ => reader.CatchUpAsync(Cancellation))];
        Assert.Equal(1, store.Reads);
        held.SetResult();

        await first;
        await Task.WhenAll(waiting);
        Assert.Equal(2, store.Reads);
    }

    [Fact]
    public async Task What_was_read_before_the_process_was_stopped_is_read_again()
    {
        var (store, reader) = Open();
        await reader.CatchUpAsync(Cancellation);
        var held = new TaskCompletionSource();
        store.Before = _ => held.Task;
        var reading = reader.CatchUpAsync(Cancellation);
        _nodes.Clock.Advance(TimeSpan.FromMinutes(1));
        var waiting = reader.KeepFreshAsync().AsTask();

        held.SetResult();

        await reading;
        await waiting;
        Assert.Equal(3, store.Reads);
        Assert.Equal(TimeSpan.Zero, reader.Age);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_read_that_fails_leaves_stale_knowledge_unknown_and_fresh_knowledge_good(bool expected)
    {
        var (store, reader) = Open();
        await reader.CatchUpAsync(Cancellation);
        store.Failure = expected ? new StoreUnavailableException() : new InvalidOperationException();
        Assert.True(reader.KeepFreshAsync().AsTask().IsCompletedSuccessfully);
        _nodes.Clock.Advance(_nodes.Options.StalenessBound + TimeSpan.FromTicks(1));

        await Assert.ThrowsAsync<StoreUnavailableException>(() => reader.KeepFreshAsync().AsTask());

        store.Failure = null;
        await reader.KeepFreshAsync();
        Assert.Equal(TimeSpan.Zero, reader.Age);
    }

    [Fact]
    public async Task A_full_read_counts_from_its_last_page_on_and_is_as_old_as_its_first()
    {
        var (store, reader) = Open(pageSize: 1);
        store.Revoke(NewEnd());
        store.Before = read =>
        {
            Assert.Null(reader.Age);
            _nodes.Clock.Advance(TimeSpan.FromSeconds(read));
            return Task.CompletedTask;
        };

        await reader.CatchUpAsync(Cancellation);

        Assert.Equal(2, store.Reads);
        Assert.Equal(TimeSpan.FromSeconds(1 + 2), reader.Age);
    }

    [Fact]
    public async Task While_everything_is_read_again_there_is_no_place_to_resume_at()
    {
        var (store, reader) = Open(pageSize: 1);
        store.Revoke(NewEnd());
        await reader.CatchUpAsync(Cancellation);
        Assert.Equal("one", reader.Cursor?.Identity);
        var age = reader.Age;
        store.Identity = "two";
        var during = new List<(FeedCursor? Cursor, TimeSpan? Age)>();
        store.Before = _ =>
        {
            during.Add((reader.Cursor, reader.Age));
            return Task.CompletedTask;
        };

        await reader.CatchUpAsync(Cancellation);

        Assert.Equal("one", during[0].Cursor?.Identity);
        Assert.Null(during[1].Cursor);
        Assert.Equal(age, during[1].Age);
        Assert.Equal("two", reader.Cursor?.Identity);
    }

    [Fact]
    public async Task A_later_read_lowers_nothing()
    {
        var (store, reader) = Open();
        var session = NewEnd().SessionId;
        store.Revoke(new(session, 5, Life));
        await reader.CatchUpAsync(Cancellation);
        store.Revoke(new(session, 3, TimeSpan.FromMinutes(1)));
        await reader.CatchUpAsync(Cancellation);

        Assert.True(_index.Refuses(new(session, 4)));
        var entry = Assert.Single(_index.Entries());
        Assert.Equal(new RevokedSession(session, 5, Life), entry.Revoked);
    }

    [Fact]
    public async Task Only_what_was_read_moves_the_place_of_those_who_follow()
    {
        var (store, reader) = Open();
        using var follower = _feed.Follow();
        var (read, own) = (NewEnd(), NewEnd());
        store.Revoke(read);
        await reader.CatchUpAsync(Cancellation);
        _feed.Publish([own]);

        Assert.Equal([read, own], follower.Take().Revoked);
        Assert.Equal(reader.Cursor, follower.Cursor);
    }

    [Fact]
    public async Task What_a_store_has_forgotten_is_written_back_and_tried_again_until_it_is()
    {
        var (store, reader) = Open();
        var end = NewEnd();
        store.Revoke(end);
        await reader.CatchUpAsync(Cancellation);
        Assert.Equal((0, false), (store.WrittenBack.Count, reader.OwesWriteBack));

        store.Forget("two");
        store.WriteBackFailure = new StoreUnavailableException();
        await reader.CatchUpAsync(Cancellation);
        Assert.Equal((0, true), (store.WrittenBack.Count, reader.OwesWriteBack));

        store.WriteBackFailure = null;
        await reader.CatchUpAsync(Cancellation);
        Assert.Equal(end.SessionId, Assert.Single(store.WrittenBack).SessionId);
        Assert.False(reader.OwesWriteBack);
    }

    [Fact]
    public async Task A_key_that_another_node_gives_up_is_told_with_the_next_read()
    {
        var (_, reader) = Open();
        using var follower = _feed.Follow();
        await reader.CatchUpAsync(Cancellation);
        follower.Take();
        var key = _keys.CurrentSigning().Key.Id;

        await reader.CatchUpAsync(Cancellation);
        Assert.False(follower.Take().KeysChanged);
        await _nodes.New().RetireAsync(key, by: null, Cancellation);
        await reader.CatchUpAsync(Cancellation);

        Assert.True(follower.Take().KeysChanged);
        Assert.Null(_keys.FindSigning(key));
    }

    private static RevokedSession NewEnd() => RevokedSession.Ended(SessionId.Create(KeyRings.Start.AddDays(30)), Life);

    private (FeedInMemory Store, StoreFeedReader Reader) Open(int pageSize = int.MaxValue)
    {
        var store = new FeedInMemory(_nodes.Store) { PageSize = pageSize };
        return (store, new(store, _feed, _index, _keys, _nodes.Options, _nodes.Clock));
    }
}
