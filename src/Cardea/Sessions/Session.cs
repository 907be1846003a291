using Cardea.Clients;
using Cardea.Tokens;

namespace Cardea.Sessions;

/// <summary>A signed-in device or app of a user, as its owner sees it.</summary>
/// <param name="Id">The id, which holds the session's absolute end.</param>
/// <param name="UserId">The owner.</param>
/// <param name="Device">The device or app that signed in.</param>
/// <param name="CreatedAt">The time of the sign-in.</param>
/// <param name="LastUsedAt">The time when the refresh token last moved on.</param>
public sealed record Session(
    SessionId Id,
    UserId UserId,
    ClientDevice Device,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastUsedAt);
