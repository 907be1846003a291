using System.Text.Json.Serialization;
using Cardea.Revocation;
using Cardea.Tokens;

namespace Cardea.Validation.Revocation;

/// <summary>One revocation in the feed.</summary>
/// <param name="Sid">The session.</param>
/// <param name="Life">How long the API must keep the revocation after it arrives, in seconds.</param>
/// <param name="Recalls">The lowest number of recalls that is still accepted; left out if the session has ended.</param>
[method: JsonConstructor]
internal readonly record struct FeedSession(
    Guid Sid, long Life, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Recalls = null)
{
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(3650);

    /// <summary>The revocation for the index.</summary>
    [JsonIgnore]
    public RevokedSession Revocation => new(
        new SessionId(Sid), Recalls ?? RevokedSession.None, TimeSpan.FromSeconds(Math.Clamp(Life, 0, (long)LongestLife.TotalSeconds)));

    /// <summary>Makes the wire form of a revocation. The life is rounded up.</summary>
    public static FeedSession Of(RevokedSession revoked) => new(
        revoked.SessionId.Value, (long)Math.Ceiling(revoked.Life.TotalSeconds), revoked.IsEnd ? null : revoked.LowestRecalls);
}
