using Cardea.Validation;
using Microsoft.AspNetCore.Authorization;

namespace Cardea.AspNetCore;

/// <summary>Who may call what.</summary>
internal static class CardeaPolicy
{
    /// <summary>Whoever shows a good access token of ours, whatever other schemes the app has.</summary>
    public static AuthorizationPolicy SignedIn { get; } =
        new AuthorizationPolicyBuilder(CardeaBearerDefaults.AuthenticationScheme).RequireAuthenticatedUser().Build();
}
