namespace Cardea.AspNetCore.Administration;

/// <summary>Users, by address.</summary>
internal sealed record UserListResponse(IReadOnlyList<UserResponse> Users);
