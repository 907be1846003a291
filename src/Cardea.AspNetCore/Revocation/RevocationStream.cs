using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Cardea.Revocation;
using Cardea.Sessions;
using Microsoft.Extensions.Hosting;

namespace Cardea.AspNetCore.Revocation;

/// <summary>
/// What one resource API is told: first all that it does not know, then every revocation at once, and a heartbeat in between.
/// Each event says how old this node's own knowledge is, so that silence is never taken for peace.
/// </summary>
internal sealed class RevocationStream(
    RevocationFeed feed, RevocationFollower follower, ISessionStore store, IHostApplicationLifetime lifetime, TimeProvider clock)
{
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(2);

    /// <summary>Begins to follow.</summary>
    /// <param name="cursor">What the API already knows; <see langword="null"/> for nothing.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The events, which must be read to the end; it comes when this node stops, or the API does not keep up.</returns>
    /// <exception cref="StoreUnavailableException">The store can't say what the API does not know.</exception>
    public async Task<IAsyncEnumerable<SseItem<RevocationEvent>>> OpenAsync(string? cursor, CancellationToken cancellationToken)
    {
        // Follow first, then read: what is revoked in between comes twice rather than never.
        var reader = feed.Follow();
        try
        {
            var readAt = clock.GetTimestamp();
            var page = await store.ReadRevocationsAsync(cursor, cancellationToken);
            var first = RevocationEvent.Of(clock.GetElapsedTime(readAt), page.Revocations);
            return FollowAsync(reader, new(first, cursor is null ? "snapshot" : "revoked") { EventId = page.Cursor }, CancellationToken.None);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    private async IAsyncEnumerable<SseItem<RevocationEvent>> FollowAsync(
        RevocationReader reader, SseItem<RevocationEvent> first, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var leave = reader;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        yield return first;
        var heartbeat = Task.Delay(HeartbeatInterval, clock, stop.Token);
        var published = reader.WaitAsync(stop.Token).AsTask();
        while (true)
        {
            await Task.WhenAny(published, heartbeat);
            if (stop.IsCancellationRequested || (published.IsCompleted && !await published))
            {
                yield break;
            }

            // The age before the revocations: it may only vouch for what goes out with it.
            var age = follower.Age ?? TimeSpan.MaxValue;
            var revoked = reader.Take();
            if (revoked.Count > 0 || heartbeat.IsCompleted)
            {
                yield return revoked.Count > 0
                    ? new(RevocationEvent.Of(age, revoked), "revoked") { EventId = reader.Cursor }
                    : new(RevocationEvent.Of(age, revoked: null), "heartbeat") { EventId = reader.Cursor };
            }

            heartbeat = heartbeat.IsCompleted ? Task.Delay(HeartbeatInterval, clock, stop.Token) : heartbeat;
            published = published.IsCompleted ? reader.WaitAsync(stop.Token).AsTask() : published;
        }
    }
}
