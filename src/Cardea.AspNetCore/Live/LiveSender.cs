using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Cardea.AspNetCore.Callers;
using Cardea.Revocation;
using Cardea.Sessions;
using Microsoft.Extensions.Hosting;

namespace Cardea.AspNetCore.Live;

/// <summary>Sends the live events of one session until the session ends.</summary>
internal sealed class LiveSender(LiveStreams streams, ISessionStore store, RevocationIndex index, IHostApplicationLifetime lifetime, TimeProvider clock)
{
    /// <summary>Opens a stream, and reads the user's list.</summary>
    /// <returns>The stream, to be disposed; null if there are too many.</returns>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public async Task<LiveStream?> OpenAsync(ActingSession acting, string network, CancellationToken cancellationToken)
    {
        if (streams.Open(acting.User, acting.Id, network) is not { } stream)
        {
            return null;
        }

        try
        {
            streams.Learn([acting.User], await store.ListAsync(acting.User, cancellationToken));
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Sends the events.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="lastEventId">The last list that the client knows; null if it knows none.</param>
    /// <param name="closed">Cancelled when the session ends, or when its access token is not accepted any more.</param>
    /// <param name="cancellationToken">Cancelled when the client has gone.</param>
    public async IAsyncEnumerable<SseItem<LiveEvent>> SendAsync(
        LiveStream stream, string? lastEventId, CancellationToken closed, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var close = closed.Register(stream.Stop);
        using var gone = cancellationToken.Register(stream.Stop);
        using var stop = lifetime.ApplicationStopping.Register(stream.Stop);
        var told = lastEventId ?? stream.List;
        do
        {
            if (stream.IsOver)
            {
                break;
            }

            var list = stream.List;
            yield return new(new(), list == told ? LiveEvent.Heartbeat : LiveEvent.SessionsChanged) { EventId = list };
            told = list;
        }
        while (await stream.WaitAsync());

        if (stream.IsOver || index.HasEnded(stream.Session) || stream.Session.AbsoluteEnd <= clock.GetUtcNow())
        {
            yield return new(await EndAsync(stream, cancellationToken), LiveEvent.Ended);
        }
    }

    private async Task<LiveEvent> EndAsync(LiveStream stream, CancellationToken cancellationToken)
    {
        try
        {
            return await store.FindReasonAsync(stream.Session, cancellationToken) is { } reason ? LiveEvent.Of(reason)
                : index.HasEnded(stream.Session) ? new()
                : LiveEvent.Expired;
        }
        catch (StoreUnavailableException)
        {
            return new();
        }
    }
}
