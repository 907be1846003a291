using Cardea.Revocation;
using Cardea.Tests.Keys;
using Cardea.Tests.Sessions;
using Microsoft.Extensions.Time.Testing;

namespace Cardea.Tests.Revocation;

public sealed class RevocationFollowerTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(Start);
    private readonly CardeaOptions _options = new();
    private readonly FeedOnlySessionStore _store = new(new InMemoryKeyStore());
    private readonly StoreFeedReader _follower;

    public RevocationFollowerTests()
    {
        var index = new RevocationIndex(_clock);
        var keys = new KeyRings().New(_clock);
        _follower = new(_store, new(index, keys), index, keys, _options, _clock);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_knowledge_is_fresh_nobody_is_asked()
    {
        Assert.Null(_follower.Age);
        await _follower.CatchUpAsync(Cancellation);
        _clock.Advance(_options.StalenessBound);

        Assert.True(_follower.KeepFreshAsync().AsTask().IsCompletedSuccessfully);
        Assert.Equal(_options.StalenessBound, _follower.Age);
        Assert.Equal(1, _store.Reads);
    }

    [Fact]
    public async Task Stale_knowledge_is_renewed_by_one_for_all_who_wait()
    {
        await _follower.CatchUpAsync(Cancellation);
        _clock.Advance(_options.StalenessBound + TimeSpan.FromTicks(1));
        _store.Hold();

        var waiting = Enumerable.Range(0, 10).Select(_ => _follower.KeepFreshAsync().AsTask()).ToArray();
        Assert.DoesNotContain(waiting, static task => task.IsCompleted);
        _store.Release();

        await Task.WhenAll(waiting);
        Assert.Equal(3, _store.Reads);
        Assert.Equal(TimeSpan.Zero, _follower.Age);
    }

    [Fact]
    public async Task What_was_read_before_the_process_was_stopped_is_read_again()
    {
        await _follower.CatchUpAsync(Cancellation);
        _store.Hold();
        var reading = _follower.CatchUpAsync(Cancellation);
        _clock.Advance(TimeSpan.FromMinutes(1));
        var waiting = _follower.KeepFreshAsync().AsTask();

        _store.Release();

        await reading;
        await waiting;
        Assert.Equal(3, _store.Reads);
        Assert.Equal(TimeSpan.Zero, _follower.Age);
    }

    [Fact]
    public async Task A_store_that_is_away_leaves_stale_knowledge_unknown_and_fresh_knowledge_good()
    {
        await _follower.CatchUpAsync(Cancellation);
        _store.IsAway = true;
        Assert.True(_follower.KeepFreshAsync().AsTask().IsCompletedSuccessfully);

        _clock.Advance(_options.StalenessBound + TimeSpan.FromTicks(1));

        await Assert.ThrowsAsync<StoreUnavailableException>(() => _follower.KeepFreshAsync().AsTask());
    }
}
