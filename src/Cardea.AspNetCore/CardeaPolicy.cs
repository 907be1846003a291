using Cardea.Accounts;
using Cardea.Validation;
using Microsoft.AspNetCore.Authorization;

namespace Cardea.AspNetCore;

/// <summary>Who may call what.</summary>
internal static class CardeaPolicy
{
    /// <summary>Whoever shows a good access token of ours, whatever other schemes the app has.</summary>
    public static AuthorizationPolicy SignedIn { get; } =
        new AuthorizationPolicyBuilder(CardeaBearerDefaults.AuthenticationScheme).RequireAuthenticatedUser().Build();

    /// <summary>Whoever does so, and whose token says that they are an administrator.</summary>
    public static AuthorizationPolicy Administrator { get; } =
        new AuthorizationPolicyBuilder(SignedIn).RequireRole(Role.Administrator).Build();
}
