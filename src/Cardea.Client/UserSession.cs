namespace Cardea.Client;

/// <summary>A live session of the user: a signed-in device.</summary>
/// <param name="Id">The id, for renaming and ending.</param>
/// <param name="Current">True if it is the session of this client.</param>
/// <param name="Device">The name of the device, if it has one.</param>
/// <param name="UserAgent">What the program of the device called itself, if it did.</param>
/// <param name="IpAddress">The address that the device came from, if it is known.</param>
/// <param name="CreatedAt">When the user signed in.</param>
/// <param name="LastUsedAt">When the session was refreshed last.</param>
/// <param name="ExpiresAt">When the session ends at the latest.</param>
public sealed record UserSession(
    string Id,
    bool Current,
    string? Device,
    string? UserAgent,
    string? IpAddress,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastUsedAt,
    DateTimeOffset ExpiresAt);
