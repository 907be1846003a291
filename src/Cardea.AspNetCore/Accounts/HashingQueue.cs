using System.Threading.RateLimiting;

namespace Cardea.AspNetCore.Accounts;

/// <summary>
/// Lets as many passwords be hashed at once as there are cores, and a few wait; the rest is turned away. Each hash has a
/// thread of its own: on those of the pool, a flood of logins would leave none for refreshes.
/// </summary>
internal sealed class HashingQueue(int atOnce, int waiting) : IDisposable
{
    // At 20 ms a hash the last one in the queue waits two thirds of a second.
    private const int WaitingPerCore = 32;

    private readonly ConcurrencyLimiter _limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = atOnce,
        QueueLimit = waiting,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    public HashingQueue()
        : this(Environment.ProcessorCount, WaitingPerCore * Environment.ProcessorCount)
    {
    }

    /// <summary>Turns whoever comes away while the queue is full, before anything is done for them.</summary>
    /// <exception cref="OverloadedException">Too many wait already.</exception>
    public void ThrowIfFull()
    {
        if (_limiter.GetStatistics() is { CurrentAvailablePermits: 0 } now && now.CurrentQueuedCount >= waiting)
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
        return turn.IsAcquired
            ? await Task.Factory.StartNew(() => HashingThread.Run(hash), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            : throw new OverloadedException();
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();
}
