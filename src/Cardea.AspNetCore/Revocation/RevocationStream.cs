using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Cardea.Keys;
using Cardea.Revocation;
using Cardea.Validation.Revocation;
using Microsoft.Extensions.Hosting;

namespace Cardea.AspNetCore.Revocation;

/// <summary>What one resource API is told.</summary>
internal sealed class RevocationStream(
    RevocationFeed feed, RevocationIndex index, StoreFeedReader store, KeyRing keys, CardeaOptions options, IHostApplicationLifetime lifetime, TimeProvider clock)
{
    private const int PieceSize = 1000;
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(2);

    public async Task<IAsyncEnumerable<SseItem<FeedMessage>>> OpenAsync(string? cursor, CancellationToken cancellationToken)
    {
        await store.KeepFreshAsync();
        var reader = feed.Follow();
        return FollowAsync(reader, FeedCursor.Parse(cursor), CancellationToken.None);
    }

    private async IAsyncEnumerable<SseItem<FeedMessage>> FollowAsync(
        RevocationReader reader, FeedCursor? known, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var leave = reader;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        var (cursor, snapshotAge) = (store.Cursor, store.Age ?? TimeSpan.MaxValue);
        var resumes = known is not null && known.Identity == cursor?.Identity;
        var entries = index.Entries()
            .Where(entry => !resumes || entry.Transaction is not { } transaction || !known!.Saw(transaction))
            .Select(static entry => entry.Revoked)
            .ToArray();
        var pieces = entries.Length == 0 ? [[]] : entries.Chunk(PieceSize).ToArray();
        for (var i = 0; i < pieces.Length; i++)
        {
            var isLast = i == pieces.Length - 1;
            yield return new(Message(snapshotAge, pieces[i], withKeys: i == 0) with { More = !isLast }, resumes ? FeedMessage.Revoked : FeedMessage.Snapshot)
            {
                EventId = isLast ? cursor?.ToString() : null,
            };
        }

        var heartbeat = Task.Delay(HeartbeatInterval, clock, stop.Token);
        var published = reader.WaitAsync(stop.Token).AsTask();
        while (true)
        {
            await Task.WhenAny(published, heartbeat);
            if (stop.IsCancellationRequested || (published.IsCompleted && !await published))
            {
                yield break;
            }

            var age = store.Age ?? TimeSpan.MaxValue;
            var news = reader.Take();
            if (news.Revoked.Count > 0)
            {
                yield return new(Message(age, news.Revoked, news.KeysChanged), FeedMessage.Revoked) { EventId = news.Cursor?.ToString() };
            }
            else if (news.KeysChanged)
            {
                yield return new(Message(age, revoked: null, withKeys: true), FeedMessage.KeysChanged) { EventId = news.Cursor?.ToString() };
            }
            else if (heartbeat.IsCompleted)
            {
                yield return new(Message(age, revoked: null, withKeys: false), FeedMessage.Heartbeat) { EventId = news.Cursor?.ToString() };
            }

            heartbeat = heartbeat.IsCompleted ? Task.Delay(HeartbeatInterval, clock, stop.Token) : heartbeat;
            published = published.IsCompleted ? reader.WaitAsync(stop.Token).AsTask() : published;
        }
    }

    private FeedMessage Message(TimeSpan age, IReadOnlyList<RevokedSession>? revoked, bool withKeys) => new(
        clock.GetUtcNow().ToUnixTimeMilliseconds(),
        (long)age.TotalMilliseconds,
        (long)Math.Ceiling(options.ClockSkew.TotalSeconds),
        revoked is null ? null : [.. revoked.Select(FeedSession.Of)],
        withKeys ? [.. keys.Published.Select(static key => new FeedKey(
            key.PublicKey.Kty, key.PublicKey.Use, key.PublicKey.Alg, key.PublicKey.Kid, key.PublicKey.Crv, key.PublicKey.X, key.PublicKey.Y))] : null);
}
