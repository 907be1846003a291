using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cardea.Validation.Revocation;

/// <summary>An event of the feed over HTTP. The issuer writes this message, and a resource API reads the same one.</summary>
/// <param name="Sent">When the event was sent, in Unix milliseconds of the issuer's clock.</param>
/// <param name="Age">The age of the issuer's own last complete read of its store, in milliseconds.</param>
/// <param name="Skew">The issuer's clock skew, in seconds. An API with a larger skew checks expiry with the issuer's.</param>
/// <param name="Sessions">The revoked sessions; <see langword="null"/> if the event is not about sessions.</param>
/// <param name="Keys">All accepted keys; <see langword="null"/> if they have not changed.</param>
/// <param name="More">True if more pieces of the same news follow. The API counts the news as known with the last piece.</param>
internal sealed record FeedMessage(
    long Sent,
    long Age,
    long Skew,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FeedSession>? Sessions = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FeedKey>? Keys = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool More = false)
{
    /// <summary>All revocations. A connection that does not resume begins with these events.</summary>
    public const string Snapshot = "snapshot";

    /// <summary>New revocations.</summary>
    public const string Revoked = "revoked";

    /// <summary>The accepted keys have changed.</summary>
    public const string KeysChanged = "keys";

    /// <summary>Nothing is new.</summary>
    public const string Heartbeat = "heartbeat";

    /// <summary>The most sessions in one event.</summary>
    public const int MostSessions = 1000;

    /// <summary>The longest id of an event, in characters. The id comes back in a header.</summary>
    public const int LongestId = 4096;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>The age, at most a day. An issuer that has read nothing yet sends a longer one.</summary>
    [JsonIgnore]
    public TimeSpan Behind => TimeSpan.FromMilliseconds(Math.Clamp(Age, 0, (long)Longest.TotalMilliseconds));

    /// <summary>The issuer's clock skew.</summary>
    [JsonIgnore]
    public TimeSpan ClockSkew => TimeSpan.FromSeconds(Math.Clamp(Skew, 0, (long)Longest.TotalSeconds));

    /// <summary>Reads the data of an event; <see langword="null"/> if its type is unknown.</summary>
    /// <exception cref="JsonException">The data is not a message of the feed.</exception>
    public static FeedMessage? Read(string type, ReadOnlySpan<byte> data) =>
        type is Snapshot or Revoked or KeysChanged or Heartbeat ? JsonSerializer.Deserialize(data, FeedJson.Default.FeedMessage) : null;
}
