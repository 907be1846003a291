using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Sessions;

/// <summary>A session in the list of its owner.</summary>
internal sealed record SessionResponse(
    string Id,
    bool Current,
    string? Device,
    string? UserAgent,
    string? IpAddress,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastUsedAt,
    DateTimeOffset ExpiresAt)
{
    public static SessionResponse Of(Session session, SessionId current) =>
        new(
            session.Id.ToString(),
            session.Id == current,
            session.Device.Name,
            session.Device.UserAgent,
            session.Device.IpAddress,
            session.CreatedAt,
            session.LastUsedAt,
            session.Id.AbsoluteEnd);
}

/// <summary>The live sessions of a user, the last used first.</summary>
internal sealed record SessionListResponse(IReadOnlyList<SessionResponse> Sessions);

/// <summary>A new name for a session's device.</summary>
/// <param name="Device">The name; <see langword="null"/> or blank takes it away.</param>
internal sealed record RenameRequest(string? Device);
