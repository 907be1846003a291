namespace Cardea.AspNetCore.Administration;

/// <summary>The roles of a user, as they shall be.</summary>
/// <param name="Roles">All of them.</param>
internal sealed record RolesRequest(IReadOnlyList<string>? Roles);
