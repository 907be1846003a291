using Cardea.Keys;

namespace Cardea.Revocation;

/// <summary>
/// Reads the store's feed: what other processes on the same store revoke, and which keys are accepted. It knows how old what it
/// knows is. Whoever needs to know better waits for a read that begins after they asked.
/// </summary>
public sealed class StoreFeedReader(
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

    /// <summary>How long ago the store was last read to the end; <see langword="null"/> before the first time.</summary>
    public TimeSpan? Age => Volatile.Read(ref _last)?.At.Age(clock);

    /// <summary>
    /// How far it has read; <see langword="null"/> before the first time. Also while everything is read again: the transactions in
    /// the index may belong to another history then than those of any cursor.
    /// </summary>
    public FeedCursor? Cursor => Volatile.Read(ref _cursor);

    /// <summary>Whether something that this process knows has yet to be written back to a store that has forgotten it.</summary>
    public bool OwesWriteBack => Volatile.Read(ref _owesWriteBack);

    private bool IsFresh => Age <= options.StalenessBound;

    /// <summary>Completes at once while what is known is fresh. Else the store is asked, by one for all who wait.</summary>
    /// <exception cref="StoreUnavailableException">The store can't say, and what is known is too old.</exception>
    public ValueTask KeepFreshAsync() => IsFresh ? ValueTask.CompletedTask : new(RefreshAsync());

    /// <summary>
    /// Waits for a read that begins after this call. At most one read is in flight and one is queued; all who wait share them.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store can't say.</exception>
    public Task CatchUpAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            // Not cancelled by whoever happens to come first: others wait for it too.
            if (_queued is null && _reading.IsCompleted)
            {
                _reading = ReadAsync();
                return _reading.WaitAsync(cancellationToken);
            }

            _queued ??= ReadNextAsync(_reading);
            return _queued.WaitAsync(cancellationToken);
        }
    }

    // What was begun before this process was stopped comes too late, and has to be read once more.
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
        // Never at once: whoever queued this has yet to note it, under the gate that is taken below.
        await current.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        Task next;
        lock (_gate)
        {
            _queued = null;
            next = _reading = ReadAsync();
        }

        await next;
    }

    // Whatever goes wrong: who waits for this read can't be told more than that the store can't say.
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
            // A full read counts as knowledge from its last page on, and is as old as its first.
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

    // Keys expire by themselves too, not only where a row has changed.
    private bool KeysChanged()
    {
        string[] accepted = [.. keys.Published.Select(static key => key.Id)];
        var changed = !accepted.SequenceEqual(_accepted);
        _accepted = accepted;
        return changed;
    }

    /// <summary>
    /// Tells the store what this process knows and the store has forgotten, as after a fail-over to a replica that was behind.
    /// What can't be written now is written after the next read.
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
            // It is still owed.
        }
    }

    private sealed record Reading(FeedPosition Position, KnownAt At);
}
