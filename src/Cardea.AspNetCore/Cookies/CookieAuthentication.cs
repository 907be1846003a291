using System.Diagnostics;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.CrossSite;
using Cardea.AspNetCore.Rotation;
using Cardea.Tokens;
using Cardea.Validation;
using Cardea.Validation.Problems;
using Cardea.Validation.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.AspNetCore.Cookies;

/// <summary>
/// Authenticates requests by the session's cookies. When the access cookie is absent, expired or recalled, the refresh cookie is looked at,
/// and the request goes on as of that cookie. Nothing moves before the answer starts: see <see cref="RefreshInPlace"/>.
/// </summary>
internal sealed class CookieAuthentication(
    SessionCookies cookies, [FromKeyedServices(CardeaBearerDefaults.AuthenticationScheme)] AccessTokenCheck check, TimeProvider clock)
{
    /// <summary>Checks the cookies of a request.</summary>
    /// <returns>The result; null if the request has no cookies that authenticate.</returns>
    /// <exception cref="StoreUnavailableException">The store can't say.</exception>
    public async Task<CookieCheck?> CheckAsync(HttpContext context)
    {
        var use = context.GetEndpoint()?.Metadata.GetMetadata<CookieUse>();
        if (use == CookieUse.ByEndpoint || !cookies.ArePresented(context.Request))
        {
            return null;
        }

        // A cookie for refreshes only authenticates nothing, and it decides whose browser this is.
        var refresh = cookies.ReadRefresh(context.Request);
        if (refresh is not null && refresh.Transport.HasFlag(TokenTransport.RefreshOnly))
        {
            return null;
        }

        if (CrossSiteGate.RefuseCookies(context) is { } refusal)
        {
            return new CookieCheck.Refused("Sent by another site.", refusal);
        }

        if (cookies.ReadAccess(context.Request) is { } access
            && await check.CheckAsync(access.AsMemory()) is AccessTokenValidation.Accepted { Token: var token }
            && (refresh is null || refresh.SessionId == token.Id.SessionId))
        {
            return Accept(context, token, access, refresh);
        }

        return refresh is null || use == CookieUse.WithoutRefresh
            ? new CookieCheck.Refused("The access cookie is not accepted.", Problem.InvalidToken)
            : await LookAsync(context, refresh, writes: use != CookieUse.WithoutAnswer);
    }

    private async Task<CookieCheck> LookAsync(HttpContext context, RefreshToken refresh, bool writes)
    {
        var arrived = clock.GetTimestamp();
        var caller = await Caller.BindAsync(context);
        switch (await context.RequestServices.GetRequiredService<Refreshes>().LookAsync(refresh, caller, context.RequestAborted))
        {
            case RefreshOutcome.Refused(var outcome):
                return new CookieCheck.Refused("The refresh cookie is not accepted.", outcome.ToProblem());
            case RefreshOutcome.Refreshed(var tokens):
                var text = tokens.Access.Reveal();
                if (await check.CheckAsync(text.AsMemory()) is not AccessTokenValidation.Accepted { Token: var token })
                {
                    // The session has ended since.
                    return new CookieCheck.Refused("The session has ended.", Problem.InvalidToken);
                }

                if (writes)
                {
                    context.RequestServices.GetRequiredService<RefreshInPlace>().Prepare(context, refresh, caller, arrived);
                }

                return Accept(context, token, text, refresh);
            default:
                throw new UnreachableException();
        }
    }

    private static CookieCheck.Accepted Accept(HttpContext context, VerifiedToken token, string access, RefreshToken? refresh)
    {
        context.Features.Set(new CookieCredential(token.Id.SessionId, access, refresh));
        return new(token);
    }
}
