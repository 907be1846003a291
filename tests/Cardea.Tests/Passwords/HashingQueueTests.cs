using Cardea.AspNetCore.Passwords;
using Cardea.AspNetCore.Problems;

namespace Cardea.Tests.Passwords;

public sealed class HashingQueueTests : IDisposable
{
    private const string Network = "192.0.2.0/32";

    private readonly ManualResetEventSlim _done = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _done.Dispose();

    [Fact]
    public async Task As_many_run_at_once_as_may()
    {
        using var queue = new HashingQueue(atOnce: 3, waiting: 0);
        using var together = new Barrier(3);
        var hashes = Enumerable.Range(0, 3).Select(_ => queue.RunAsync(() => together.SignalAndWait(TimeSpan.FromMinutes(1)), Network, Cancellation));

        Assert.All(await Task.WhenAll(hashes), Assert.True);
    }

    [Fact]
    public async Task No_more_run_at_once_than_may_and_all_have_their_turn()
    {
        using var queue = new HashingQueue(atOnce: 2, waiting: 100);
        var running = 0;
        var seen = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => queue.RunAsync(
            () =>
            {
                var now = Interlocked.Increment(ref running);
                Thread.Yield();
                Interlocked.Decrement(ref running);
                return now;
            },
            Network,
            Cancellation)));

        Assert.All(seen, static now => Assert.InRange(now, 1, 2));
    }

    [Fact]
    public async Task Beyond_the_queue_they_are_turned_away_at_once()
    {
        using var queue = new HashingQueue(atOnce: 1, waiting: 2);
        var taken = Enumerable.Range(0, 3).Select(_ => queue.RunAsync(Wait, Network, Cancellation)).ToArray();

        await Assert.ThrowsAsync<OverloadedException>(() => queue.RunAsync(Wait, Network, Cancellation));
        Assert.All(taken, static task => Assert.False(task.IsCompleted));

        _done.Set();
        Assert.All(await Task.WhenAll(taken), Assert.True);
        Assert.True(await queue.RunAsync(Wait, Network, Cancellation));
    }

    [Fact]
    public async Task Whoever_goes_away_leaves_the_queue()
    {
        using var queue = new HashingQueue(atOnce: 1, waiting: 1);
        using var gone = new CancellationTokenSource();
        var running = queue.RunAsync(Wait, Network, Cancellation);
        var waiting = queue.RunAsync(Wait, Network, gone.Token);
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        var next = queue.RunAsync(Wait, Network, Cancellation);
        _done.Set();
        Assert.True(await running);
        Assert.True(await next);
    }

    [Fact]
    public async Task A_hash_that_fails_gives_its_turn_back()
    {
        using var queue = new HashingQueue(atOnce: 1, waiting: 0);
        for (var i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => queue.RunAsync<bool>(static () => throw new InvalidOperationException(), Network, Cancellation));
        }
    }

    [Fact]
    public async Task The_threads_of_the_pool_are_left_to_others()
    {
        using var queue = new HashingQueue(atOnce: 2, waiting: 10);
        var onPool = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => queue.RunAsync(static () => Thread.CurrentThread.IsThreadPoolThread, Network, Cancellation)));

        Assert.All(onPool, Assert.False);
    }

    [Fact]
    public async Task A_flood_from_one_network_keeps_no_other_out()
    {
        using var queue = new HashingQueue(atOnce: 1, waiting: 32);
        var running = queue.RunAsync(Wait, Network, Cancellation);
        var flood = Enumerable.Range(0, 96).Select(_ => queue.RunAsync(static () => true, Network, Cancellation)).ToArray();
        var others = Enumerable.Range(0, 32)
            .Select(other => queue.RunAsync(static () => true, $"198.51.100.{other}/32", Cancellation))
            .ToArray();

        Assert.Throws<OverloadedException>(() => queue.ThrowIfFull(Network));
        _done.Set();

        Assert.True(await running);
        await Task.WhenAll(flood.Select(static task => task.ContinueWith(static _ => { }, TaskScheduler.Default)));
        await Task.WhenAll(others.Select(static task => task.ContinueWith(static _ => { }, TaskScheduler.Default)));
        Assert.InRange(others.Count(static task => task.IsCompletedSuccessfully), 30, 32);
        Assert.InRange(flood.Count(static task => task.IsCompletedSuccessfully), 1, 2);
    }

    private bool Wait() => _done.Wait(TimeSpan.FromMinutes(1));
}
