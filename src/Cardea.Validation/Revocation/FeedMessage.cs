using System.Text.Json;
using System.Text.Json.Serialization;
using Cardea.Revocation;
using Cardea.Sessions;
using Cardea.Validation.Issuers;

namespace Cardea.Validation.Revocation;

/// <summary>An event of the feed over HTTP. The issuer writes this message, and a resource API reads the same one.</summary>
/// <param name="Sent">When it was sent, in Unix milliseconds of the issuer's clock.</param>
/// <param name="Age">How long ago the issuer last knew that it had read everything, in milliseconds.</param>
/// <param name="Skew">The issuer's clock skew, in seconds. Whoever has a larger one checks expiry with this one.</param>
/// <param name="Sessions">What is revoked; <see langword="null"/> where the event is not about sessions.</param>
/// <param name="Keys">All keys that are accepted; <see langword="null"/> if they are the same as before.</param>
/// <param name="More">Whether further pieces of the same snapshot follow. Until the last piece nothing is known.</param>
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

    private static readonly long Ages = (long)TimeSpan.FromDays(1).TotalMilliseconds;

    /// <summary>The age; whatever is longer than a day, an issuer that has never read anything says too.</summary>
    [JsonIgnore]
    public TimeSpan Behind => TimeSpan.FromMilliseconds(Math.Clamp(Age, 0, Ages));

    /// <summary>Reads the data of an event; <see langword="null"/> when it is of no kind that we know.</summary>
    /// <exception cref="JsonException">It is not what was agreed.</exception>
    public static FeedMessage? Read(string type, ReadOnlySpan<byte> data) =>
        type is Snapshot or Revoked or KeysChanged or Heartbeat ? JsonSerializer.Deserialize(data, IssuerJson.Default.FeedMessage) : null;
}

/// <summary>One revocation in the feed.</summary>
/// <param name="Sid">The session.</param>
/// <param name="Life">How long it must be kept from when it arrives, in seconds.</param>
/// <param name="Recalls">The lowest number of recalls still accepted; left out when the session has ended.</param>
[method: JsonConstructor]
internal readonly record struct FeedSession(
    Guid Sid, long Life, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Recalls = null)
{
    [JsonIgnore]
    public RevokedSession Revocation => new(new SessionId(Sid), Recalls ?? RevokedSession.None, TimeSpan.FromSeconds(Life));

    public static FeedSession Of(RevokedSession revoked) => new(
        revoked.SessionId.Value, (long)Math.Ceiling(revoked.Life.TotalSeconds), revoked.IsEnd ? null : revoked.LowestRecalls);
}

/// <summary>One accepted key in the feed: a public JWK (RFC 7517), with the members of the JWKS.</summary>
internal sealed record FeedKey(string Kty, string Use, string Alg, string Kid, string Crv, string X, string Y);
