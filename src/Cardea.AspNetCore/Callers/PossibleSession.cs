using Cardea.Validation;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace Cardea.AspNetCore.Callers;

/// <summary>The session whose access token came with a request, for endpoints that accept a token and demand none.</summary>
/// <param name="Acting">The session; null without a valid access token.</param>
internal sealed record PossibleSession(ActingSession? Acting)
{
    /// <summary>Called by minimal APIs. It asks Cardea's own scheme, whatever other schemes the app has.</summary>
    public static async ValueTask<PossibleSession> BindAsync(HttpContext context) =>
        await context.AuthenticateAsync(CardeaBearerDefaults.AuthenticationScheme) is { Succeeded: true, Principal: { } user }
            ? new(ActingSession.Of(user))
            : new((ActingSession?)null);
}
