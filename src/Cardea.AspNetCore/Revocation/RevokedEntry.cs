using System.Text.Json.Serialization;
using Cardea.Revocation;

namespace Cardea.AspNetCore.Revocation;

/// <summary>A revocation in an event.</summary>
/// <param name="Sid">The session.</param>
/// <param name="Generation">The lowest generation still accepted; left out when the session has ended.</param>
/// <param name="ExpiresAt">When it can be forgotten, in Unix seconds, rounded up.</param>
internal sealed record RevokedEntry(
    Guid Sid,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Generation,
    long ExpiresAt)
{
    public static RevokedEntry Of(RevokedSession revoked) => new(
        revoked.SessionId.Value,
        revoked.LowestGeneration == RevokedSession.None ? null : revoked.LowestGeneration,
        revoked.ExpiresAt.AddTicks(TimeSpan.TicksPerSecond - 1).ToUnixTimeSeconds());
}
