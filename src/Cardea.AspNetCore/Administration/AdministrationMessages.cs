using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Passwords;
using Cardea.Keys;

namespace Cardea.AspNetCore.Administration;

/// <summary>A user, as operators see them.</summary>
internal sealed record UserResponse(
    string Id,
    string Email,
    bool EmailVerified,
    IReadOnlyList<string> Roles,
    IReadOnlyList<string> SecondFactors,
    IReadOnlyList<ExternalLoginResponse> ExternalLogins,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LockedAt)
{
    public static UserResponse Of(CardeaUser user) => new(
        user.Id, user.Email, user.EmailVerified, user.Roles, SecondFactor.Of(user.Facts), [.. user.ExternalLogins.Select(ExternalLoginResponse.Of)], user.CreatedAt, user.DisabledAt);
}

/// <summary>A page of users, in an order that never changes.</summary>
/// <param name="Users">The users.</param>
/// <param name="Next">The value of <c>after</c> for the next page; null on the last page.</param>
internal sealed record UserListResponse(IReadOnlyList<UserResponse> Users, string? Next)
{
    public static UserListResponse Of(UserPage page) => new([.. page.Users.Select(UserResponse.Of)], page.Next?.Value);
}

/// <summary>The roles of a user, as they shall be. A class, so that printing it shows no password.</summary>
internal sealed class RolesRequest : ICarriesPassword
{
    /// <summary>All of them.</summary>
    public IReadOnlyList<string>? Roles { get; init; }

    /// <summary>The administrator's password, if the access token is not for the issuer.</summary>
    public string? Password { get; init; }
}

/// <summary>The keys that make tokens, the oldest first.</summary>
internal sealed record KeyListResponse(IReadOnlyList<KeyResponse> Keys)
{
    public static KeyListResponse Of(KeyRing keys) => new([.. keys.Stored.Select(static key => new KeyResponse(
        key.Id, key.Purpose == KeyPurpose.AccessToken ? "access_token" : "refresh_token", key.CreatedAt, key.ActiveFrom, key.RetiredAt ?? key.ExpiresAt))]);
}

/// <summary>A key.</summary>
internal sealed record KeyResponse(string Id, string Makes, DateTimeOffset CreatedAt, DateTimeOffset ActiveFrom, DateTimeOffset? ExpiresAt);
