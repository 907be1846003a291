using System.Text.Json;
using System.Text.Json.Serialization;
using Cardea.Revocation;
using Cardea.Sessions;
using Cardea.Validation.Issuers;

namespace Cardea.Validation.Revocation;

/// <summary>What an event of the issuer's feed says.</summary>
/// <param name="Age">How many milliseconds ago the issuer itself last knew that it had read everything.</param>
/// <param name="Sessions">What was revoked; none in a heartbeat.</param>
internal sealed record FeedMessage(long Age, IReadOnlyList<FeedSession>? Sessions = null)
{
    public const string Snapshot = "snapshot";
    public const string Revoked = "revoked";
    public const string Heartbeat = "heartbeat";

    private static readonly long Ages = (long)TimeSpan.FromDays(1).TotalMilliseconds;

    /// <summary>The age; whatever is longer than a day, an issuer that has never read anything says too.</summary>
    [JsonIgnore]
    public TimeSpan Behind => TimeSpan.FromMilliseconds(Math.Clamp(Age, 0, Ages));

    /// <summary>Reads the data of an event; <see langword="null"/> when it is of no kind that we know.</summary>
    /// <exception cref="JsonException">It is not what was agreed.</exception>
    public static FeedMessage? Read(string type, ReadOnlySpan<byte> data) =>
        type is Snapshot or Revoked or Heartbeat ? JsonSerializer.Deserialize(data, IssuerJson.Default.FeedMessage) : null;
}

/// <summary>One revocation in the feed.</summary>
/// <param name="Sid">The session.</param>
/// <param name="ExpiresAt">When it can be forgotten, in Unix seconds.</param>
/// <param name="Generation">The lowest generation still accepted; left out when the session has ended.</param>
[method: JsonConstructor]
internal readonly record struct FeedSession(Guid Sid, long ExpiresAt, int? Generation = null)
{
    [JsonIgnore]
    public RevokedSession Revocation =>
        new(new SessionId(Sid), Generation ?? RevokedSession.None, DateTimeOffset.FromUnixTimeSeconds(ExpiresAt));
}
