using System.Diagnostics;
using System.Text.Encodings.Web;
using Cardea.Validation.Hubs;
using Cardea.Validation.Problems;
using Cardea.Validation.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cardea.Validation;

/// <summary>Authenticates requests by their access token, and refuses requests without a valid one (RFC 6750, section 3).</summary>
internal sealed class CardeaBearerHandler(IOptionsMonitor<CardeaBearerOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<CardeaBearerOptions>(options, logger, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        try
        {
            if (BearerCredential.TryRead(Request.Headers.Authorization, out var token) || QueryToken.TryRead(Context, out token))
            {
                return await AuthenticateAsync(token);
            }

            return Options.Cookies is { } cookies ? Answer(await cookies(Context)) : AuthenticateResult.NoResult();
        }
        catch (StoreUnavailableException exception)
        {
            // The exception is not rethrown: an endpoint without authorization still answers.
            return AuthenticateResult.Fail(exception);
        }
    }

    private async Task<AuthenticateResult> AuthenticateAsync(ReadOnlyMemory<char> token)
    {
        var check = Context.RequestServices.GetRequiredKeyedService<AccessTokenCheck>(Scheme.Name);
        return await check.CheckAsync(token) switch
        {
            AccessTokenValidation.Accepted { Token: var verified } => Accept(verified),
            AccessTokenValidation.Refused refused => AuthenticateResult.Fail(refused.Reason),
            _ => throw new UnreachableException(),
        };
    }

    private AuthenticateResult Answer(CookieCheck? cookies)
    {
        switch (cookies)
        {
            case null:
                return AuthenticateResult.NoResult();
            case CookieCheck.Accepted(var verified):
                return Accept(verified);
            case CookieCheck.Refused refused:
                Context.Features.Set(refused);
                return AuthenticateResult.Fail(refused.Reason);
            default:
                throw new UnreachableException();
        }
    }

    private AuthenticateResult Accept(VerifiedToken token)
    {
        if (!token.IsFor(Options.Audience) && !TakesIssuerTokens.Includes(Context.GetEndpoint()))
        {
            return AuthenticateResult.Fail(AccessTokenValidator.AnotherAudience);
        }

        Context.Features.Set(token);
        Context.Features.Set(token.Key);
        return AuthenticateResult.Success(new(token.CreatePrincipal(), Scheme.Name));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var result = await HandleAuthenticateOnceSafeAsync();
        if (result.Failure is StoreUnavailableException)
        {
            await Problem.Unavailable.ExecuteAsync(Context);
            return;
        }

        if (Context.Features.Get<CookieCheck.Refused>() is { } refused)
        {
            // A challenge belongs to 401 (RFC 9110, section 11.6.1).
            if (refused.Answer.Status == StatusCodes.Status401Unauthorized)
            {
                Response.Headers.Append("WWW-Authenticate", "Bearer error=\"invalid_token\"");
            }

            await refused.Answer.ExecuteAsync(Context);
            return;
        }

        // The challenge names no error if the request has no credential (RFC 6750, section 3.1).
        Response.Headers.Append("WWW-Authenticate", result.Failure is null ? "Bearer" : "Bearer error=\"invalid_token\"");
        await (result.Failure is null ? Problem.MissingToken : Problem.InvalidToken).ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.Headers.Append("WWW-Authenticate", "Bearer error=\"insufficient_scope\"");
        return Problem.Forbidden.ExecuteAsync(Context);
    }
}
