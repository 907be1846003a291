using System.Text;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Cookies;
using Cardea.AspNetCore.CrossSite;
using Cardea.AspNetCore.External;
using Cardea.AspNetCore.Links;
using Cardea.AspNetCore.Problems;
using Cardea.Codes;
using Cardea.Providers.Protocol;
using Cardea.Providers.Settings;
using Cardea.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Cardea.Providers.SignIn;

/// <summary>Where a provider sends the browser back to. The state, and the browser's cookie, protect it.</summary>
internal static class CallbackEndpoints
{
    public static void Map(IEndpointRouteBuilder external)
    {
        // Apple posts a form from its own site. This address ignores the session's cookies.
        var callback = external.MapGroup("/{provider}/callback").ExcludeFromDescription().WithMetadata(CookieUse.ByEndpoint, OpenToOtherSites.Instance).AnswersPeople();
        callback.MapGet("", FinishAsync);
        callback.MapPost("", FinishAsync);
    }

    private static async Task<IResult> FinishAsync(
        string provider,
        HttpContext context,
        ProviderList providers,
        AttemptCookie cookie,
        ProviderClient client,
        IExternalAccounts accounts,
        ICodeStore codes,
        Guesses guesses,
        PublicAddresses addresses,
        CardeaOptions options,
        TimeProvider clock,
        Caller caller,
        CancellationToken cancellationToken)
    {
        if (providers.Find(provider) is not { } found)
        {
            return ContractProblem.ProviderNotFound;
        }

        if (await ReadAsync(context.Request, cancellationToken) is not { } parameters)
        {
            return ContractProblem.OfStatus(StatusCodes.Status415UnsupportedMediaType);
        }

        var guess = await guesses.TakeCodeAsync(
            caller,
            async () => await client.FinishAsync(found, parameters, cookie.Read(context.Request), cancellationToken) is var outcome and not CallbackOutcome.Unknown ? outcome : null,
            cancellationToken);
        return guess switch
        {
            Guess<CallbackOutcome>.Right(CallbackOutcome.SignedIn(var attempt, var identity)) =>
                await IssueAsync(attempt, identity, accounts, codes, clock, cancellationToken) is var code && attempt.Owner.IsBrowser
                    ? BrowserEndpoints.GoOn(addresses.OfProvider(found.Name, "/finish", context.Request.PathBase), code, options)
                    : BackToApp(attempt, "code", code),
            Guess<CallbackOutcome>.Right(CallbackOutcome.Failed(var attempt, var error)) =>
                attempt.Owner.IsBrowser ? BackToBrowser.WithError(attempt, error, addresses, context.Request) : BackToApp(attempt, "error", error),
            Guess<CallbackOutcome>.Right(CallbackOutcome.Unavailable) => ContractProblem.ProviderUnavailable,
            Guess<CallbackOutcome>.Refused(var retryAfter) => ContractProblem.TooManyAttempts(retryAfter),
            _ => ContractProblem.InvalidExternalState,
        };
    }

    // Who owns the code is decided now: a change of that account since voids it.
    private static async Task<string> IssueAsync(
        Attempt attempt, ExternalIdentity identity, IExternalAccounts accounts, ICodeStore codes, TimeProvider clock, CancellationToken cancellationToken)
    {
        UserId? owner = attempt.Session is { } session ? session.Owner
            : await accounts.FindByLoginAsync(identity.SignIn.Issuer, identity.SignIn.Subject, cancellationToken);
        var code = OneTimeCode.Create();
        await codes.IssueAsync(
            new(code.Hash, CodePurpose.AppCode, owner, Address: null, new AttemptResult(attempt, identity).ToJson(), clock.GetUtcNow() + OneTimeCode.LifetimeOf(CodePurpose.AppCode)),
            mail: null,
            cancellationToken);
        return code.Reveal();
    }

    private static SeeOther BackToApp(Attempt attempt, string name, string value)
    {
        var address = new StringBuilder(attempt.ReturnUrl)
            .Append(attempt.ReturnUrl.Contains('?', StringComparison.Ordinal) ? '&' : '?')
            .Append(name).Append('=').Append(Uri.EscapeDataString(value));
        if (attempt.State is { } state)
        {
            address.Append("&state=").Append(Uri.EscapeDataString(state));
        }

        return SeeOther.To(address.ToString());
    }

    private static async Task<IEnumerable<KeyValuePair<string, StringValues>>?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (HttpMethods.IsGet(request.Method))
        {
            return request.Query;
        }

        // Apple posts a form.
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals(FormParameters.ContentType, StringComparison.OrdinalIgnoreCase)
            || !RequestCharset.TrySettle(request))
        {
            return null;
        }

        try
        {
            return await request.ReadFormAsync(cancellationToken);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
