using Cardea.Clients;
using Cardea.Tokens;

namespace Cardea.Sessions;

/// <summary>One signed-in device or app of one user, as its owner sees it.</summary>
/// <param name="Id">Names it, and holds its absolute end.</param>
/// <param name="UserId">Its owner.</param>
/// <param name="Device">What signed in.</param>
/// <param name="CreatedAt">When it signed in.</param>
/// <param name="LastUsedAt">When its refresh token last moved on.</param>
public sealed record Session(
    SessionId Id,
    UserId UserId,
    ClientDevice Device,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastUsedAt);
