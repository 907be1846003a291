namespace Cardea.Client.Rotation;

/// <summary>
/// Lets the requests that exchange a refresh token run one at a time for each session. They run on their own, so a caller that
/// gives up takes nothing with it.
/// </summary>
internal sealed class SessionTurns
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue> _queues = new(StringComparer.Ordinal);

    /// <summary>Joins a refresh, or begins one when its turn comes.</summary>
    /// <param name="session">The id of the session.</param>
    /// <param name="audience">The audience of the refresh.</param>
    /// <param name="isNew">Whether the refresh must not have begun yet.</param>
    /// <param name="refresh">The refresh. It never throws.</param>
    public Task<RefreshOutcome> ShareAsync(string session, string? audience, bool isNew, Func<Task<RefreshOutcome>> refresh)
    {
        lock (_lock)
        {
            var queue = QueueOf(session);
            if (queue.Shared.TryGetValue(audience ?? "", out var shared) && !(isNew && shared.HasBegun))
            {
                return shared.Task;
            }

            var turn = new Turn();
            turn.Task = Enqueue(session, queue, async () =>
            {
                turn.HasBegun = true;
                try
                {
                    return await refresh();
                }
                finally
                {
                    Leave(queue, audience ?? "", turn);
                }
            });
            queue.Shared[audience ?? ""] = turn;
            return turn.Task;
        }
    }

    /// <summary>Runs something else that exchanges the refresh token of the session.</summary>
    public Task<T> RunAsync<T>(string session, Func<Task<T>> work)
    {
        lock (_lock)
        {
            return Enqueue(session, QueueOf(session), work);
        }
    }

    private Queue QueueOf(string session)
    {
        if (!_queues.TryGetValue(session, out var queue))
        {
            _queues.Add(session, queue = new());
        }

        return queue;
    }

    private Task<T> Enqueue<T>(string session, Queue queue, Func<Task<T>> work)
    {
        // What flows with the first caller, such as its HttpContext, is not that of the others.
        using var _ = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
        var last = queue.Last;
        queue.Waiting++;
        var task = Task.Run(async () =>
        {
            await last.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                return await work();
            }
            finally
            {
                Leave(session, queue);
            }
        });
        queue.Last = task;
        return task;
    }

    private void Leave(Queue queue, string audience, Turn turn)
    {
        lock (_lock)
        {
            if (queue.Shared.TryGetValue(audience, out var shared) && shared == turn)
            {
                queue.Shared.Remove(audience);
            }
        }
    }

    private void Leave(string session, Queue queue)
    {
        lock (_lock)
        {
            if (--queue.Waiting == 0)
            {
                _queues.Remove(session);
            }
        }
    }

    private sealed class Queue
    {
        public Dictionary<string, Turn> Shared { get; } = new(StringComparer.Ordinal);

        public Task Last { get; set; } = Task.CompletedTask;

        public int Waiting { get; set; }
    }

    private sealed class Turn
    {
        public Task<RefreshOutcome> Task { get; set; } = null!;

        // Written by the turn and read under the lock: a caller that just misses it begins one more refresh.
        public volatile bool HasBegun;
    }
}
