using System.Threading.Channels;

namespace Cardea.Revocation;

/// <summary>Follows a <see cref="RevocationFeed"/>. What is not taken in time is not kept: a reader that falls behind is cut off.</summary>
public sealed class RevocationReader : IDisposable
{
    /// <summary>How many publications wait for a reader at most. An idle feed publishes one a second.</summary>
    public const int Capacity = 4096;

    private readonly Channel<FeedNews> _published =
        Channel.CreateBounded<FeedNews>(new BoundedChannelOptions(Capacity) { SingleReader = true });

    private readonly Action<RevocationReader> _leave;

    internal RevocationReader(Action<RevocationReader> leave) => _leave = leave;

    /// <summary>Where a reader can go on that has got everything taken so far; <see langword="null"/> until it is known.</summary>
    public FeedCursor? Cursor { get; private set; }

    /// <summary>Waits until there is something to take.</summary>
    /// <returns>Whether there is: not when the reader was cut off, and has taken what came before. It then resumes where it is.</returns>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _published.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>Takes what has been published since the last time.</summary>
    public FeedNews Take()
    {
        List<RevokedSession> revoked = [];
        var keysChanged = false;
        while (_published.Reader.TryRead(out var news))
        {
            revoked.AddRange(news.Revoked);
            keysChanged |= news.KeysChanged;
            Cursor = news.Cursor ?? Cursor;
        }

        return new(revoked, Cursor, keysChanged);
    }

    /// <summary>Stops following.</summary>
    public void Dispose() => _leave(this);

    internal void Offer(FeedNews news)
    {
        if (!_published.Writer.TryWrite(news))
        {
            _published.Writer.TryComplete();
            _leave(this);
        }
    }
}
