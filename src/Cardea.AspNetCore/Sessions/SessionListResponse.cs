namespace Cardea.AspNetCore.Sessions;

/// <summary>The live sessions of a user, the last used first.</summary>
internal sealed record SessionListResponse(IReadOnlyList<SessionResponse> Sessions);
