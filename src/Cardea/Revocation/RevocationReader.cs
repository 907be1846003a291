using System.Threading.Channels;

namespace Cardea.Revocation;

/// <summary>Reads the publications of a <see cref="RevocationFeed"/>. A reader that falls too far behind is cut off.</summary>
internal sealed class RevocationReader : IDisposable
{
    /// <summary>The most publications that wait for a reader. An idle feed publishes one each second.</summary>
    public const int Capacity = 4096;

    private readonly Channel<FeedNews> _published =
        Channel.CreateBounded<FeedNews>(new BoundedChannelOptions(Capacity) { SingleReader = true });

    private readonly Action<RevocationReader> _leave;

    internal RevocationReader(Action<RevocationReader> leave) => _leave = leave;

    /// <summary>Where a reader can resume after the publications taken so far; <see langword="null"/> until that is known.</summary>
    public FeedCursor? Cursor { get; private set; }

    /// <summary>Waits for the next publication.</summary>
    /// <returns>False if the reader was cut off and has taken all earlier publications. A new reader then resumes at <see cref="Cursor"/>.</returns>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _published.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>Takes all publications since the last call, as one.</summary>
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

    /// <summary>Stops reading.</summary>
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
