namespace Cardea.AspNetCore.ResourceApis;

/// <summary>The resource APIs that follow the feed of this node, and how much of it they have.</summary>
internal sealed class ResourceApiReaders(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Reader> _readers = new(StringComparer.Ordinal);

    /// <summary>What is known of the APIs: their open streams, and the time up to which they know all revocations; null if no event was sent.</summary>
    public IReadOnlyList<(string Name, int Streams, DateTimeOffset? KnownAt)> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _readers.Select(static reader => (reader.Key, reader.Value.Streams, reader.Value.KnownAt))];
            }
        }
    }

    /// <summary>Notes a new stream.</summary>
    /// <param name="api">The name of the API.</param>
    /// <returns>The stream, to be disposed when it ends.</returns>
    public Stream Open(string api)
    {
        lock (_gate)
        {
            if (!_readers.TryGetValue(api, out var reader))
            {
                _readers.Add(api, reader = new());
            }

            reader.Streams++;
            return new(this, reader);
        }
    }

    /// <summary>A stream of the feed.</summary>
    internal sealed class Stream(ResourceApiReaders readers, Reader reader) : IDisposable
    {
        /// <summary>Notes that an event was sent.</summary>
        /// <param name="age">How old the node's knowledge was that the event contains.</param>
        public void Sent(TimeSpan age)
        {
            // A node that has not read the feed yet has no age.
            if (age == TimeSpan.MaxValue)
            {
                return;
            }

            var knownAt = readers.Now - age;
            lock (readers._gate)
            {
                reader.KnownAt = reader.KnownAt > knownAt ? reader.KnownAt : knownAt;
            }
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            lock (readers._gate)
            {
                reader.Streams--;
            }
        }
    }

    /// <summary>An API.</summary>
    internal sealed class Reader
    {
        public int Streams { get; set; }

        public DateTimeOffset? KnownAt { get; set; }
    }

    private DateTimeOffset Now => clock.GetUtcNow();
}
