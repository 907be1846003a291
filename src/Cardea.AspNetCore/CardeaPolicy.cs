using Cardea.Accounts;
using Cardea.Validation;
using Microsoft.AspNetCore.Authorization;

namespace Cardea.AspNetCore;

/// <summary>Who may call what.</summary>
internal static class CardeaPolicy
{
    /// <summary>Admits a request with a valid access token of Cardea, whatever other schemes the app has.</summary>
    public static AuthorizationPolicy SignedIn { get; } =
        new AuthorizationPolicyBuilder(CardeaBearerDefaults.AuthenticationScheme).RequireAuthenticatedUser().Build();

    /// <summary>Admits a request whose access token also has the role of an administrator.</summary>
    public static AuthorizationPolicy Administrator { get; } =
        new AuthorizationPolicyBuilder(SignedIn).RequireRole(Role.Administrator).Build();
}
