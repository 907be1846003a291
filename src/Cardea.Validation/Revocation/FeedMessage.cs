using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cardea.Validation.Revocation;

/// <summary>An event of the feed over HTTP. The issuer writes this message, and a resource API reads the same one.</summary>
/// <param name="Sent">When it was sent, in Unix milliseconds of the issuer's clock.</param>
/// <param name="Age">How long ago the issuer last knew that it had read everything, in milliseconds.</param>
/// <param name="Skew">The issuer's clock skew, in seconds. An API with a larger one checks expiry with this one.</param>
/// <param name="Sessions">What is revoked; <see langword="null"/> where the event is not about sessions.</param>
/// <param name="Keys">All keys that are accepted; <see langword="null"/> if they are the same as before.</param>
/// <param name="More">Whether further pieces of the same news follow. Only the last piece says what is known.</param>
internal sealed record FeedMessage(
    long Sent,
    long Age,
    long Skew,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FeedSession>? Sessions = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FeedKey>? Keys = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool More = false)
{
    /// <summary>Everything that is revoked: the first events of a connection that resumes nothing.</summary>
    public const string Snapshot = "snapshot";

    /// <summary>What was revoked since.</summary>
    public const string Revoked = "revoked";

    /// <summary>Other keys are accepted than before.</summary>
    public const string KeysChanged = "keys";

    /// <summary>Nothing new.</summary>
    public const string Heartbeat = "heartbeat";

    /// <summary>How many sessions one event tells of at most.</summary>
    public const int MostSessions = 1000;

    /// <summary>The longest id of an event, in characters: it comes back in a header.</summary>
    public const int LongestId = 4096;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>The age. An issuer that has never read anything says the longest there is.</summary>
    [JsonIgnore]
    public TimeSpan Behind => TimeSpan.FromMilliseconds(Math.Clamp(Age, 0, (long)Longest.TotalMilliseconds));

    /// <summary>The issuer's clock skew.</summary>
    [JsonIgnore]
    public TimeSpan ClockSkew => TimeSpan.FromSeconds(Math.Clamp(Skew, 0, (long)Longest.TotalSeconds));

    /// <summary>Reads the data of an event; <see langword="null"/> if it is of no kind that we know.</summary>
    /// <exception cref="JsonException">It is not what was agreed.</exception>
    public static FeedMessage? Read(string type, ReadOnlySpan<byte> data) =>
        type is Snapshot or Revoked or KeysChanged or Heartbeat ? JsonSerializer.Deserialize(data, FeedJson.Default.FeedMessage) : null;
}
