using System.Text.Json;
using Cardea.Audit;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Audit;

/// <summary>A security event, as its owner or an operator sees it.</summary>
internal sealed record EventResponse(
    string Id, DateTimeOffset At, string Event, string? UserId, string? SessionId, string? IpAddress, string? UserAgent, string? Detail)
{
    public static EventResponse Of(SecurityEvent happened) => new(
        happened.Id.ToString(),
        happened.At,
        JsonNamingPolicy.SnakeCaseLower.ConvertName(happened.Kind.ToString()),
        happened.User?.Value,
        happened.Session?.ToString(),
        happened.IpAddress,
        happened.UserAgent,
        happened.Detail);
}
