using System.Threading.Channels;
using Cardea.AspNetCore.Problems;

namespace Cardea.AspNetCore.Passwords;

/// <summary>
/// Lets passwords be hashed on all cores but one, and a few wait; the rest is turned away. The queue is fair between networks, so a
/// flood from one network does not keep the others from signing in. Hashes have threads of their own: on those of the pool, a flood of
/// logins would leave none for refreshes.
/// </summary>
internal sealed class HashingQueue : IDisposable
{
    // At 20 ms a hash the last one in the queue waits two thirds of a second; twice that on two cores.
    private const int WaitingPerCore = 32;

    private readonly Lock _lock = new();
    private readonly FairQueue<PendingHash> _waiting;
    private readonly Channel<PendingHash> _running = Channel.CreateUnbounded<PendingHash>();
    private int _free;

    public HashingQueue()
        : this(Math.Max(1, Environment.ProcessorCount - 1), WaitingPerCore * Environment.ProcessorCount)
    {
    }

    public HashingQueue(int atOnce, int waiting)
    {
        _free = atOnce;
        _waiting = new(waiting);
        for (var i = 0; i < atOnce; i++)
        {
            new Thread(Work) { IsBackground = true, Name = "hashing" }.Start();
        }
    }

    /// <summary>How many passwords wait for their hash.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Refuses a request while the queue is full for its network, before any other work is done for it.</summary>
    /// <exception cref="OverloadedException">Too many wait already.</exception>
    public void ThrowIfFull(string network)
    {
        lock (_lock)
        {
            if (_free == 0 && _waiting.IsFullFor(network))
            {
                throw new OverloadedException();
            }
        }
    }

    /// <summary>Runs <paramref name="hash"/> when its turn comes.</summary>
    /// <param name="hash">Hashes a password.</param>
    /// <param name="network">The network of the caller.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="OverloadedException">Too many wait already, or the network has most of those that wait while others came.</exception>
    /// <exception cref="OperationCanceledException">The caller went away before its turn.</exception>
    public async Task<TResult> RunAsync<TResult>(Func<TResult> hash, string network, CancellationToken cancellationToken)
    {
        var pending = new PendingHash<TResult>(hash);
        Enter(network, pending)?.TurnAway();
        await using var leaving = cancellationToken.UnsafeRegister(_ => Leave(network, pending, cancellationToken), state: null);
        return await pending.Result;
    }

    /// <inheritdoc/>
    public void Dispose() => _running.Writer.Complete();

    private PendingHash? Enter(string network, PendingHash pending)
    {
        lock (_lock)
        {
            if (_free == 0)
            {
                return _waiting.Add(network, pending);
            }

            _free--;
        }

        _running.Writer.TryWrite(pending);
        return null;
    }

    private void Leave(string network, PendingHash pending, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            // A hash that runs is finished.
            if (!_waiting.Remove(network, pending))
            {
                return;
            }
        }

        pending.Cancel(cancellationToken);
    }

    private void Work()
    {
        HashingThread.GiveWay();
        foreach (var first in _running.Reader.ReadAllAsync().ToBlockingEnumerable())
        {
            for (var hash = first; hash is not null; hash = TakeNext())
            {
                hash.Run();
            }
        }
    }

    private PendingHash? TakeNext()
    {
        lock (_lock)
        {
            var next = _waiting.Take();
            _free += next is null ? 1 : 0;
            return next;
        }
    }
}
