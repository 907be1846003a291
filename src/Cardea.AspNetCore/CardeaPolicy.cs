using Cardea.Accounts;
using Cardea.Validation;
using Cardea.Validation.Tokens;
using Microsoft.AspNetCore.Authorization;

namespace Cardea.AspNetCore;

/// <summary>Who may call what.</summary>
internal static class CardeaPolicy
{
    /// <summary>
    /// Admits a request with a valid access token of Cardea for the APIs, whatever other schemes the app has. An app's own endpoints
    /// admit the same tokens.
    /// </summary>
    public static AuthorizationPolicy SignedInToApis { get; } =
        new AuthorizationPolicyBuilder(CardeaBearerDefaults.AuthenticationScheme).RequireAuthenticatedUser().Build();

    /// <summary>Admits a token for the issuer as well. Cardea's own endpoints have this policy.</summary>
    public static AuthorizationPolicy SignedIn { get; } =
        new AuthorizationPolicyBuilder(SignedInToApis).AddRequirements(new TakesIssuerTokens()).Build();

    /// <summary>Admits a request whose access token also has the role of an administrator.</summary>
    public static AuthorizationPolicy Administrator { get; } =
        new AuthorizationPolicyBuilder(SignedIn).RequireRole(Role.Administrator).Build();
}
