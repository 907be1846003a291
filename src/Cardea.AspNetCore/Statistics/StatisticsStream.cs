using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Statistics;

/// <summary>A stream of figures to one viewer. A slow viewer gets the newest figures, and misses some.</summary>
/// <param name="user">The viewer.</param>
/// <param name="session">The session of the viewer.</param>
/// <param name="close">Forgets the stream.</param>
/// <param name="stopping">Cancelled when the node stops.</param>
internal sealed class StatisticsStream(UserId user, SessionId session, Action<StatisticsStream> close, CancellationToken stopping) : IDisposable
{
    /// <summary>The type of the events.</summary>
    public const string Type = "statistics";

    private readonly Channel<StatisticsResponse> _figures =
        Channel.CreateBounded<StatisticsResponse>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

    public UserId User => user;

    public SessionId Session => session;

    /// <summary>Sends figures.</summary>
    public void Learn(StatisticsResponse figures) => _figures.Writer.TryWrite(figures);

    /// <summary>Sends the events.</summary>
    /// <param name="closed">Cancelled when the session ends, or when its access token is not accepted any more.</param>
    /// <param name="cancellationToken">Cancelled when the client has gone.</param>
    public async IAsyncEnumerable<SseItem<StatisticsResponse>> SendAsync(CancellationToken closed, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var ended = closed.Register(Stop);
        await using var gone = cancellationToken.Register(Stop);
        await using var stop = stopping.Register(Stop);
        await foreach (var figures in _figures.Reader.ReadAllAsync(CancellationToken.None))
        {
            // What was read before the session ended is not for its owner any more.
            if (closed.IsCancellationRequested)
            {
                break;
            }

            yield return new(figures, Type);
        }
    }

    /// <summary>Lets the reader finish.</summary>
    public void Stop() => _figures.Writer.TryComplete();

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        close(this);
    }
}
