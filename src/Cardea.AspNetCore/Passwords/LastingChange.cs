using System.Diagnostics;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Problems;
using Cardea.Rotation;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.AspNetCore.Passwords;

/// <summary>
/// Marks endpoints whose effect outlives the access token: changes of factors, password or address, deletion, and all writes of
/// administrators. Resource APIs receive access tokens. So these endpoints need a proof that a resource API never sees.
/// </summary>
internal sealed class LastingChange : IEndpointFilter
{
    private readonly bool _isByPassword;

    private LastingChange(bool isByPassword) => _isByPassword = isByPassword;

    /// <summary>The endpoint leaves the password to this filter.</summary>
    public static LastingChange OfEndpoint { get; } = new(isByPassword: false);

    /// <summary>The endpoint asks for the account's password in any case, and checks it itself.</summary>
    public static LastingChange WithPassword { get; } = new(isByPassword: true);

    /// <summary>The rule. While the issuer is the audience of all tokens, every token is a proof.</summary>
    /// <param name="isForIssuer">True if the access token is for the issuer.</param>
    /// <param name="hasCookie">True if the request is authenticated by cookies, and has the session's refresh cookie.</param>
    /// <param name="hasPassword">True if the request carries a password.</param>
    public static LastingChangeProof ProofOf(bool isForIssuer, bool hasCookie, bool hasPassword) =>
        isForIssuer ? LastingChangeProof.AccountToken
        : hasCookie ? LastingChangeProof.SessionCookie
        : hasPassword ? LastingChangeProof.Password
        : LastingChangeProof.None;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        // A sign-in that is under way: the password was shown a moment ago, and no API has the token.
        if (EnrolTokens.Carries(context))
        {
            return await next(context);
        }

        var http = context.HttpContext;
        var password = context.Arguments.OfType<ICarriesPassword>().FirstOrDefault()?.Password;
        switch (ProofOf(ActingSession.HasIssuerToken(http), await HasCookieAsync(http), password is not null))
        {
            case LastingChangeProof.AccountToken:
            case LastingChangeProof.SessionCookie:
            case LastingChangeProof.Password when _isByPassword:
                return await next(context);
            case LastingChangeProof.Password:
                var check = http.RequestServices.GetRequiredService<PasswordCheck>();
                var outcome = await check.CheckAsync(ActingSession.Of(http.User), password, await Caller.BindAsync(http), http.RequestAborted);
                return outcome is PasswordOutcome.Refusal refusal ? refusal.ToProblem() : await next(context);
            case LastingChangeProof.None:
                return ContractProblem.AccountTokenRequired;
            default:
                throw new UnreachableException();
        }
    }

    // An old refresh cookie proves nothing.
    private static async Task<bool> HasCookieAsync(HttpContext context) =>
        context.Features.Get<CookieCredential>()?.Refresh is { } cookie
        && await context.RequestServices.GetRequiredService<RefreshTokenRotation>().LookAsync(cookie, context.RequestAborted) is RotationOutcome.Continued;
}
