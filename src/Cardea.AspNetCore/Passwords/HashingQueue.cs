using System.Threading.Channels;
using System.Threading.RateLimiting;
using Cardea.AspNetCore.Problems;

namespace Cardea.AspNetCore.Passwords;

/// <summary>
/// Lets passwords be hashed on all cores but one, and a few wait; the rest is turned away. They have threads of their own: on
/// those of the pool, a flood of logins would leave none for refreshes.
/// </summary>
internal sealed class HashingQueue : IDisposable
{
    // At 20 ms a hash the last one in the queue waits two thirds of a second; twice that on two cores.
    private const int WaitingPerCore = 32;

    private readonly int _waiting;
    private readonly ConcurrencyLimiter _limiter;
    private readonly Channel<Task> _hashes = Channel.CreateUnbounded<Task>();

    public HashingQueue()
        : this(Math.Max(1, Environment.ProcessorCount - 1), WaitingPerCore * Environment.ProcessorCount)
    {
    }

    public HashingQueue(int atOnce, int waiting)
    {
        _waiting = waiting;
        _limiter = new(new() { PermitLimit = atOnce, QueueLimit = waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });
        for (var i = 0; i < atOnce; i++)
        {
            new Thread(Work) { IsBackground = true, Name = "hashing" }.Start();
        }
    }

    /// <summary>Refuses a request while the queue is full, before any other work is done for it.</summary>
    /// <exception cref="OverloadedException">Too many wait already.</exception>
    public void ThrowIfFull()
    {
        if (_limiter.GetStatistics() is { CurrentAvailablePermits: 0 } now && now.CurrentQueuedCount >= _waiting)
        {
            throw new OverloadedException();
        }
    }

    /// <summary>Runs <paramref name="hash"/> when its turn comes.</summary>
    /// <exception cref="OverloadedException">Too many wait already.</exception>
    /// <exception cref="OperationCanceledException">The caller went away before its turn.</exception>
    public async Task<TResult> RunAsync<TResult>(Func<TResult> hash, CancellationToken cancellationToken)
    {
        using var turn = await _limiter.AcquireAsync(permitCount: 1, cancellationToken);
        if (!turn.IsAcquired)
        {
            throw new OverloadedException();
        }

        // The continuation runs on another thread, not on the one that hashes.
        var work = new Task<TResult>(hash, TaskCreationOptions.RunContinuationsAsynchronously);
        _hashes.Writer.TryWrite(work);
        return await work;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _hashes.Writer.Complete();
        _limiter.Dispose();
    }

    private void Work()
    {
        HashingThread.GiveWay();
        foreach (var hash in _hashes.Reader.ReadAllAsync().ToBlockingEnumerable())
        {
            hash.RunSynchronously(TaskScheduler.Default);
        }
    }
}
