using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Cardea.AspNetCore.ResourceApis;
using Cardea.Keys;
using Cardea.Revocation;
using Cardea.Validation.Revocation;
using Microsoft.Extensions.Hosting;

namespace Cardea.AspNetCore.Revocation;

/// <summary>
/// Sends the feed to a resource API over HTTP. It begins with the revocations that the API does not know. Then it sends every
/// revocation and every change of the keys at once, and heartbeats in between. Each event contains the age of this node's own
/// knowledge.
/// </summary>
internal sealed class HttpFeedSender(
    RevocationFeed feed,
    RevocationIndex index,
    StoreFeedReader store,
    KeyRing keys,
    ResourceApiReaders readers,
    CardeaOptions options,
    IHostApplicationLifetime lifetime,
    TimeProvider clock)
{
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(2);

    /// <summary>Opens the feed.</summary>
    /// <param name="api">The name of the API.</param>
    /// <param name="lastEventId">The last event that the API has; <see langword="null"/> for none.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The events. They end when this node stops, or when the API does not keep up.</returns>
    /// <exception cref="StoreUnavailableException">This node's knowledge is too old, and the store does not answer.</exception>
    public async Task<IAsyncEnumerable<SseItem<FeedMessage>>> OpenAsync(string api, string? lastEventId, CancellationToken cancellationToken)
    {
        await store.KeepFreshAsync().AsTask().WaitAsync(cancellationToken);
        return SendAsync(api, FeedCursor.Parse(lastEventId), CancellationToken.None);
    }

    private async IAsyncEnumerable<SseItem<FeedMessage>> SendAsync(
        string api, FeedCursor? known, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Follow the feed before reading the index: a revocation in between is sent twice, not lost.
        using var reader = feed.Follow();
        using var stream = readers.Open(api);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        var first = Age;
        foreach (var item in First(known))
        {
            yield return item;
        }

        stream.Sent(first);
        var heartbeat = Task.Delay(HeartbeatInterval, clock, stop.Token);
        var published = reader.WaitAsync(stop.Token).AsTask();
        while (true)
        {
            await Task.WhenAny(published, heartbeat);
            if (stop.IsCancellationRequested || (published.IsCompleted && !await published))
            {
                yield break;
            }

            // Read the age before the news: the age must not cover news that this event does not contain.
            var age = Age;
            var news = reader.Take();
            if (news.Revoked.Count > 0)
            {
                foreach (var item in Pieces(FeedMessage.Revoked, news.Revoked, age, news.KeysChanged, news.Cursor))
                {
                    yield return item;
                }
            }
            else if (news.KeysChanged || heartbeat.IsCompleted)
            {
                yield return new(Message(age, news.KeysChanged), news.KeysChanged ? FeedMessage.KeysChanged : FeedMessage.Heartbeat) { EventId = Id(news.Cursor) };
            }

            // Nothing is left to send: the API knows what this node knew.
            stream.Sent(age);
            heartbeat = heartbeat.IsCompleted ? Task.Delay(HeartbeatInterval, clock, stop.Token) : heartbeat;
            published = published.IsCompleted ? reader.WaitAsync(stop.Token).AsTask() : published;
        }
    }

    private TimeSpan Age => store.Age ?? TimeSpan.MaxValue;

    // Read the cursor and the age before the entries: the index then has everything up to them. Entries without a transaction do not
    // come from the store's feed, so every API gets them.
    private IEnumerable<SseItem<FeedMessage>> First(FeedCursor? known)
    {
        var (cursor, age) = (store.Cursor, Age);
        var resumes = known is not null && known.Identity == cursor?.Identity;
        var unknown = index.Entries()
            .Where(entry => !resumes || entry.Transaction is not { } transaction || !known!.Saw(transaction))
            .Select(static entry => entry.Revoked);
        return Pieces(resumes ? FeedMessage.Revoked : FeedMessage.Snapshot, unknown, age, withKeys: true, cursor);
    }

    // Only the last piece has an id. A client that loses the connection before that piece gets all of them again.
    private IEnumerable<SseItem<FeedMessage>> Pieces(
        string type, IEnumerable<RevokedSession> revoked, TimeSpan age, bool withKeys, FeedCursor? cursor)
    {
        using var pieces = revoked.Select(FeedSession.Of).Chunk(FeedMessage.MostSessions).GetEnumerator();
        var more = pieces.MoveNext();
        do
        {
            IReadOnlyList<FeedSession> piece = more ? pieces.Current : [];
            more = more && pieces.MoveNext();
            yield return new(Message(age, withKeys) with { Sessions = piece, More = more }, type) { EventId = more ? null : Id(cursor) };
            withKeys = false;
        }
        while (more);
    }

    private FeedMessage Message(TimeSpan age, bool withKeys) => new(
        clock.GetUtcNow().ToUnixTimeMilliseconds(),
        (long)age.TotalMilliseconds,
        (long)options.ClockSkew.TotalSeconds,
        Keys: withKeys ? [.. keys.Published.Select(static key => FeedKey.Of(key.PublicKey))] : null);

    // An id that is too long is not sent. The API then resumes at the id before.
    private static string? Id(FeedCursor? cursor) => cursor?.ToString() is { Length: <= FeedMessage.LongestId } id ? id : null;
}
