using Cardea.Keys;

namespace Cardea.Revocation;

/// <summary>
/// Reads the store's feed: the revocations of other processes on the same store, and the accepted keys. It knows the age of its
/// knowledge. A caller that needs newer knowledge waits for a read that begins after the call.
/// </summary>
internal sealed class StoreFeedReader(
    IRevocationStore store, RevocationFeed feed, RevocationIndex index, KeyRing keys, CardeaOptions options, TimeProvider clock)
{
    private const int WrittenBackAtOnce = 1000;

    private readonly Lock _gate = new();
    private Task _reading = Task.CompletedTask;
    private Task? _queued;
    private Reading? _last;
    private FeedCursor? _cursor;
    private IReadOnlyList<string> _accepted = [];
    private bool _owesWriteBack;

    /// <summary>The time since the last complete read of the store began; <see langword="null"/> before the first one.</summary>
    public TimeSpan? Age => Volatile.Read(ref _last)?.At.Age(clock);

    /// <summary>
    /// How far the store was read; <see langword="null"/> before the first complete read. Also <see langword="null"/> during a full
    /// read, because the transactions in the index may then belong to another history than the cursor's.
    /// </summary>
    public FeedCursor? Cursor => Volatile.Read(ref _cursor);

    /// <summary>True if the store has lost something that this process still has to write back.</summary>
    public bool OwesWriteBack => Volatile.Read(ref _owesWriteBack);

    private bool IsFresh => Age <= options.StalenessBound;

    /// <summary>Completes at once while the knowledge is fresh. Otherwise reads the store (single flight).</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer, and the knowledge is too old.</exception>
    public ValueTask KeepFreshAsync() => IsFresh ? ValueTask.CompletedTask : new(RefreshAsync());

    /// <summary>
    /// Waits for a read that begins after this call. At most one read is in flight and one is queued. All callers share them.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public Task CatchUpAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            // The first caller's cancellation does not stop the read, because other callers wait for it too.
            if (_queued is null && _reading.IsCompleted)
            {
                _reading = ReadAsync();
                return _reading.WaitAsync(cancellationToken);
            }

            _queued ??= ReadNextAsync(_reading);
            return _queued.WaitAsync(cancellationToken);
        }
    }

    // A read that began before this process was stopped is too old at its end, so the loop reads once more.
    private async Task RefreshAsync()
    {
        do
        {
            await CatchUpAsync(CancellationToken.None);
        }
        while (!IsFresh);
    }

    private async Task ReadNextAsync(Task current)
    {
        // Always yields: the caller still holds the lock, and has not set _queued yet.
        await current.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        Task next;
        lock (_gate)
        {
            _queued = null;
            next = _reading = ReadAsync();
        }

        await next;
    }

    // To the waiting callers, any failure means that the store does not answer.
    private async Task ReadAsync()
    {
        try
        {
            await ReadToEndAsync();
        }
        catch (Exception exception) when (exception is not StoreUnavailableException)
        {
            throw new StoreUnavailableException("The feed of the store could not be read.", exception);
        }
    }

    private async Task ReadToEndAsync()
    {
        var position = _last?.Position;
        KnownAt? at = null;
        RevocationPage page;
        do
        {
            // A full read counts after its last page, and has the age of its first page.
            var asked = KnownAt.Now(clock);
            page = await store.ReadRevocationsAsync(position, CancellationToken.None);
            at = page.Begins ? asked : at ?? asked;
            if (page.Begins)
            {
                Volatile.Write(ref _cursor, null);
                index.BeginHistory();
                Volatile.Write(ref _owesWriteBack, true);
            }

            keys.Use(page.Keys, asked);
            feed.Publish(page.Revocations, page.IsLast ? page.Position.Cursor : null, KeysChanged());
            position = page.Position;
        }
        while (!page.IsLast);

        Volatile.Write(ref _cursor, position.Cursor);
        Volatile.Write(ref _last, new(position, at.Value));
        if (OwesWriteBack)
        {
            await WriteBackAsync();
        }
    }

    // A key can expire although no row has changed.
    private bool KeysChanged()
    {
        string[] accepted = [.. keys.Published.Select(static key => key.Id)];
        var changed = !accepted.SequenceEqual(_accepted);
        _accepted = accepted;
        return changed;
    }

    /// <summary>
    /// Writes back what the store has lost and this process knows, as after a fail-over to a replica that was behind. If this fails,
    /// it happens after the next read.
    /// </summary>
    private async Task WriteBackAsync()
    {
        try
        {
            foreach (var lacking in index.Entries().Where(static entry => entry.Transaction is null).Chunk(WrittenBackAtOnce))
            {
                IReadOnlyList<RevokedSession> known = [.. lacking.Select(static entry => entry.Revoked)];
                await feed.PublishAsync(store.WriteBackAsync(known, CancellationToken.None), static written => written);
            }

            await keys.WriteBackAsync(CancellationToken.None);
            Volatile.Write(ref _owesWriteBack, false);
        }
        catch (StoreUnavailableException)
        {
            // The next read tries again.
        }
    }

    private sealed record Reading(FeedPosition Position, KnownAt At);
}
