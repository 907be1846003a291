using Cardea.Accounts;
using Cardea.AspNetCore.Factors;

namespace Cardea.AspNetCore.Administration;

/// <summary>A user, as operators see them.</summary>
internal sealed record UserResponse(
    string Id,
    string Email,
    bool EmailVerified,
    IReadOnlyList<string> Roles,
    IReadOnlyList<string> SecondFactors,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LockedAt)
{
    public static UserResponse Of(CardeaUser user) => new(
        user.Id, user.Email, user.EmailVerified, user.Roles, SecondFactor.Of(user), user.CreatedAt, user.DisabledAt);
}
