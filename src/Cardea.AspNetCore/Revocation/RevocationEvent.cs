using System.Text.Json.Serialization;
using Cardea.Revocation;

namespace Cardea.AspNetCore.Revocation;

/// <summary>What an event says.</summary>
/// <param name="Age">How long ago this node last knew that it had read everything, in milliseconds.</param>
/// <param name="Sessions">What is revoked; <see langword="null"/> in a heartbeat.</param>
internal sealed record RevocationEvent(
    long Age,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<RevokedEntry>? Sessions)
{
    public static RevocationEvent Of(TimeSpan age, IReadOnlyList<RevokedSession>? revoked) =>
        new((long)age.TotalMilliseconds, revoked is null ? null : [.. revoked.Select(RevokedEntry.Of)]);
}
