using Cardea.AspNetCore.Revocation;
using Cardea.Revocation;
using Cardea.Sessions;
using Cardea.Tests.Sessions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Cardea.Tests.Revocation;

public sealed class RevocationFollowerTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(Start);
    private readonly CardeaOptions _options = new();
    private readonly ReadableStore _store = new();
    private readonly RevocationFeed _feed;
    private readonly RevocationFollower _follower;

    public RevocationFollowerTests()
    {
        var index = new RevocationIndex(_clock);
        _feed = new(index);
        _follower = new(_store, index, _feed, _options, _clock, NullLogger<RevocationFollower>.Instance);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _follower.Dispose();

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
        Assert.Equal(2, _store.Reads);
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

    [Fact]
    public async Task What_a_page_repeats_is_told_once()
    {
        using var reader = _feed.Follow();
        var first = new RevokedSession(SessionId.Create(Start), 1, Start);
        _store.Revoked = [first];
        await _follower.CatchUpAsync(Cancellation);
        await _follower.CatchUpAsync(Cancellation);
        Assert.Equal([first], reader.Take());

        var second = first with { LowestGeneration = 2 };
        _store.Revoked = [first, second];
        await _follower.CatchUpAsync(Cancellation);
        Assert.Equal([second], reader.Take());
    }

    private sealed class ReadableStore : AwaySessionStore
    {
        private TaskCompletionSource _held = Finished();

        public int Reads { get; private set; }

        public bool IsAway { get; set; }

        public IReadOnlyList<RevokedSession> Revoked { get; set; } = [];

        public void Hold() => _held = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => _held.SetResult();

        public override async Task<RevocationPage> ReadRevocationsAsync(string? cursor, CancellationToken cancellationToken)
        {
            Reads++;
            await _held.Task;
            return IsAway ? throw new StoreUnavailableException() : new(Revoked, "1");
        }

        private static TaskCompletionSource Finished()
        {
            var finished = new TaskCompletionSource();
            finished.SetResult();
            return finished;
        }
    }
}
