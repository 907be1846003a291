using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Cookies;
using Cardea.AspNetCore.OAuth;
using Cardea.AspNetCore.Problems;
using Cardea.Cookies;
using Cardea.Providers.Protocol;
using Cardea.Providers.Settings;
using Cardea.Tokens;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.Providers.SignIn;

/// <summary>Where a sign-in with a provider begins.</summary>
internal static class StartEndpoints
{
    public static void Map(IEndpointRouteBuilder external)
    {
        external.MapGet("", ListAsync).WithSummary("Lists the providers that people can sign in with");
        external.MapGet("/{provider}", StartAsync)
            .AnswersPeople()
            .WithSummary("Sends the browser to a provider, or asks the user first")
            .Produces(StatusCodes.Status303SeeOther)
            .Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status429TooManyRequests);
        external.MapPost("/{provider}", ConfirmAsync)
            .AnswersPeople()
            .WithSummary("The user has agreed: sends the browser to a provider")
            .WithMetadata(new FormParameters(["attempt"]))
            .Produces(StatusCodes.Status303SeeOther)
            .Refuses(StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound, StatusCodes.Status429TooManyRequests);
    }

    private static Ok<ProvidersResponse> ListAsync(ProviderList providers) =>
        TypedResults.Ok(new ProvidersResponse([.. providers.All.Select(static provider => new ProviderResponse(provider.Name, provider.DisplayName))]));

    private static async Task<IResult> StartAsync(
        string provider,
        string? returnUrl,
        string? codeChallenge,
        string? state,
        string? attempt,
        HttpContext context,
        ProviderList providers,
        SealedAttempts attempts,
        AttemptCookie cookie,
        ProviderClient client,
        Quotas quotas,
        CardeaOptions options,
        TimeProvider clock,
        Caller caller,
        CancellationToken cancellationToken)
    {
        // Their addresses are those of POST.
        if (ProviderRules.OfRoutes.Contains(provider, StringComparer.OrdinalIgnoreCase))
        {
            context.Response.Headers.Allow = HttpMethods.Post;
            return ContractProblem.OfStatus(StatusCodes.Status405MethodNotAllowed);
        }

        if (providers.Find(provider) is not { } found)
        {
            return ContractProblem.ProviderNotFound;
        }

        var (begun, refusal) = attempt is not null ? (attempts.Open(attempt, found.Name), ContractProblem.InvalidExternalState)
            : codeChallenge is not null ? AttemptRequests.ReadApp(found, returnUrl, codeChallenge, state, options, clock)
            : AskedCookies.Read(context.Request.Query, out var transport) is { } meaningless ? (null, meaningless)
            : AttemptRequests.ReadBrowser(found, returnUrl, transport == TokenTransport.Body ? TokenTransport.Cookie | TokenTransport.Persistent : transport, options, clock);
        if (begun is null)
        {
            return refusal!;
        }

        // Any app can claim a scheme. And a page of another site could replace the user's session by a sign-in that nobody sees. So a
        // person lets these begin.
        return ReturnAddress.IsOfApp(begun.ReturnUrl) || (begun.Owner.IsBrowser && IsOfAnotherSite(context.Request))
            ? ConsentPage.For(found, begun, attempts.Seal(begun))
            : await BeginAsync(found, begun, context, cookie, client, quotas, caller, cancellationToken);
    }

    private static async Task<IResult> ConfirmAsync(
        string provider,
        HttpContext context,
        ProviderList providers,
        SealedAttempts attempts,
        AttemptCookie cookie,
        ProviderClient client,
        Quotas quotas,
        CardeaOptions options,
        Caller caller,
        CancellationToken cancellationToken)
    {
        if (providers.Find(provider) is not { } found)
        {
            return ContractProblem.ProviderNotFound;
        }

        // Only the page's own button: no other site, and no app, can press it.
        if (!IsOfOwnPage(context.Request, options))
        {
            return Problem.Forbidden;
        }

        if (await OAuthForm.ReadAsync(context.Request, cancellationToken) is not OAuthFormReading.Readable(var form))
        {
            return ContractProblem.OfStatus(StatusCodes.Status415UnsupportedMediaType);
        }

        return attempts.Open(form.Find("attempt") ?? "", found.Name) is { } begun
            ? await BeginAsync(found, begun, context, cookie, client, quotas, caller, cancellationToken)
            : ContractProblem.InvalidExternalState;
    }

    private static async Task<IResult> BeginAsync(
        Provider provider, Attempt attempt, HttpContext context, AttemptCookie cookie, ProviderClient client, Quotas quotas, Caller caller, CancellationToken cancellationToken)
    {
        if (await quotas.RefuseQuestionAsync(caller, cancellationToken) is { } retryAfter)
        {
            return ContractProblem.TooManyAttempts(retryAfter);
        }

        var browser = cookie.Ensure(context);
        var bound = attempt.Owner.IsBrowser ? attempt with { Owner = attempt.Owner with { Challenge = browser } } : attempt;
        return await client.BeginAsync(provider, bound, browser, cancellationToken) is { } address
            ? SeeOther.To(address)
            : ContractProblem.ProviderUnavailable with { Detail = $"{provider.DisplayName} does not answer: try again later, or sign in another way." };
    }

    // Several headers of one name are one that no rule knows.
    private static bool IsOfAnotherSite(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site && site.ToString() is not ("same-origin" or "none");

    private static bool IsOfOwnPage(HttpRequest request, CardeaOptions options) =>
        request.Headers["Sec-Fetch-Site"] is [{ } site]
            ? site == "same-origin"
            : request.Headers.Origin is [{ } origin] && origin == WebOrigin.Of(options.Issuer);
}
