using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace Cardea.Validation.Tokens;

/// <summary>
/// Part of the policy of the issuer's own endpoints: they also take access tokens for the issuer itself. Every other endpoint of the
/// process takes tokens for its own audience only.
/// </summary>
internal sealed class TakesIssuerTokens : IAuthorizationRequirement, IAuthorizationHandler
{
    /// <summary>True if an endpoint takes them: by its policy, or by its metadata if it demands no token.</summary>
    public static bool Includes(Endpoint? endpoint) =>
        endpoint?.Metadata.Any(static item =>
            item is TakesIssuerTokens || (item is AuthorizationPolicy policy && policy.Requirements.Any(static one => one is TakesIssuerTokens))) is true;

    // The bearer handler has decided. This adds nothing to what the user of a request needs.
    public Task HandleAsync(AuthorizationHandlerContext context)
    {
        context.Succeed(this);
        return Task.CompletedTask;
    }
}
