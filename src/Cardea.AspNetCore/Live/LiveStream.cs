using System.Threading.Channels;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Live;

/// <summary>An open stream of a session. The list changes, the clock beats or the stream stops while its reader waits.</summary>
/// <param name="user">The user.</param>
/// <param name="session">The session.</param>
/// <param name="network">The network of the client.</param>
/// <param name="close">Forgets the stream.</param>
internal sealed class LiveStream(UserId user, SessionId session, string network, Action<LiveStream> close) : IDisposable
{
    // Several pieces of news are one.
    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private volatile SessionList? _list;

    public UserId User => user;

    public SessionId Session => session;

    public string Network => network;

    /// <summary>The id of the user's list; empty before the first one is read.</summary>
    public string List => _list?.Id ?? "";

    /// <summary>True if the session is not among the live ones any more.</summary>
    public bool IsOver => _list?.Contains(session) is false;

    /// <summary>Learns the user's list, and wakes the reader if it changed.</summary>
    public void Learn(SessionList list)
    {
        var known = _list;
        _list = list;
        if (known is not null && known.Id != list.Id)
        {
            Beat();
        }
    }

    /// <summary>Wakes the reader.</summary>
    public void Beat() => _news.Writer.TryWrite(true);

    /// <summary>Lets the reader finish.</summary>
    public void Stop() => _news.Writer.TryComplete();

    /// <summary>Waits for news or a beat.</summary>
    /// <returns>False if the stream stops.</returns>
    public async ValueTask<bool> WaitAsync() => await _news.Reader.WaitToReadAsync() && _news.Reader.TryRead(out _);

    public void Dispose()
    {
        Stop();
        close(this);
    }
}
