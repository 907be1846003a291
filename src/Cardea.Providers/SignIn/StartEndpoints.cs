using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.OAuth;
using Cardea.AspNetCore.Problems;
using Cardea.Cookies;
using Cardea.Providers.Protocol;
using Cardea.Providers.Settings;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.Providers.SignIn;

/// <summary>Where a sign-in with a provider begins.</summary>
internal static class StartEndpoints
{
    private const int LongestState = 512;

    // Their addresses are those of other methods.
    private static readonly string[] OfOthers = ["exchange", "complete", "confirm"];

    public static void Map(IEndpointRouteBuilder external)
    {
        external.MapGet("", ListAsync).WithSummary("Lists the providers that people can sign in with");
        external.MapGet("/{provider}", StartAsync)
            .WithSummary("Sends the browser to a provider, or asks the user first")
            .Produces(StatusCodes.Status303SeeOther)
            .Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status429TooManyRequests);
        external.MapPost("/{provider}", ConfirmAsync)
            .WithSummary("The user has agreed: sends the browser to a provider")
            .WithMetadata(new FormParameters(["returnUrl", "codeChallenge"], "state", "attempt"))
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
        ExternalLinks links,
        AttemptCookie cookie,
        ProviderClient client,
        Quotas quotas,
        CardeaOptions options,
        TimeProvider clock,
        Caller caller,
        CancellationToken cancellationToken)
    {
        if (OfOthers.Contains(provider, StringComparer.OrdinalIgnoreCase))
        {
            context.Response.Headers.Allow = HttpMethods.Post;
            return ContractProblem.OfStatus(StatusCodes.Status405MethodNotAllowed);
        }

        if (providers.Find(provider) is not { } found)
        {
            return ContractProblem.ProviderNotFound;
        }

        var (begun, refusal) = Read(found, returnUrl, codeChallenge, state, attempt, links, options, clock);
        if (begun is null)
        {
            return refusal!;
        }

        // Any app can claim a scheme. So a person, and not an app, lets the sign-in begin.
        return ReturnAddress.IsOfApp(begun.ReturnUrl)
            ? ConsentPage.For(found, begun, attempt)
            : await BeginAsync(found, begun, context, cookie, client, quotas, caller, cancellationToken);
    }

    private static async Task<IResult> ConfirmAsync(
        string provider,
        HttpContext context,
        ProviderList providers,
        ExternalLinks links,
        AttemptCookie cookie,
        ProviderClient client,
        Quotas quotas,
        CardeaOptions options,
        TimeProvider clock,
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

        var attempt = form.Find("attempt");
        var (begun, refusal) = Read(found, form.Find("returnUrl"), form.Find("codeChallenge"), form.Find("state"), attempt, links, options, clock);
        return begun is null ? refusal! : await BeginAsync(found, begun, context, cookie, client, quotas, caller, cancellationToken);
    }

    private static async Task<IResult> BeginAsync(
        Provider provider, Attempt attempt, HttpContext context, AttemptCookie cookie, ProviderClient client, Quotas quotas, Caller caller, CancellationToken cancellationToken)
    {
        if (await quotas.RefuseQuestionAsync(caller, cancellationToken) is { } retryAfter)
        {
            return ContractProblem.TooManyAttempts(retryAfter);
        }

        return await client.BeginAsync(provider, attempt, cookie.Ensure(context), cancellationToken) is { } address
            ? SeeOther.To(address)
            : ContractProblem.ProviderUnavailable with { Detail = $"{provider.DisplayName} does not answer: try again later, or sign in another way." };
    }

    private static (Attempt? Attempt, Problem? Refusal) Read(
        Provider provider, string? returnUrl, string? codeChallenge, string? state, string? sealedAttempt, ExternalLinks links, CardeaOptions options, TimeProvider clock)
    {
        if (sealedAttempt is not null)
        {
            return links.Open(sealedAttempt) is { } link && link.Provider == provider.Name
                ? (link, null)
                : (null, ContractProblem.InvalidExternalState);
        }

        return ReadApp(returnUrl, codeChallenge, state, options) switch
        {
            (null, var errors) => (null, ContractProblem.Invalid(errors!)),
            (var address, _) => (new(provider.Name, address, clock.GetUtcNow()) { CodeChallenge = codeChallenge!, State = state }, null),
        };
    }

    /// <summary>Reads where an app wants to be called back.</summary>
    /// <returns>The address, as it was checked; or what is wrong.</returns>
    public static (string? Address, IReadOnlyDictionary<string, string[]>? Errors) ReadApp(string? returnUrl, string? codeChallenge, string? state, CardeaOptions options)
    {
        var address = ReturnAddress.FindOfApp(returnUrl, options);
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (address is null)
        {
            errors["returnUrl"] = ["It must be an address of Cardea:ReturnUrls, or of this service itself."];
        }

        if (!Attempt.IsChallenge(codeChallenge))
        {
            errors["codeChallenge"] = ["It must be the SHA-256 of the app's code verifier in base64url, without padding (RFC 7636, S256). Sign-in by cookies is not offered here."];
        }

        if (state is { Length: > LongestState } || state?.Any(char.IsControl) is true)
        {
            errors["state"] = [$"It must have at most {LongestState} characters, and no control characters."];
        }

        return errors.Count > 0 ? (null, errors) : (address, null);
    }

    private static bool IsOfOwnPage(HttpRequest request, CardeaOptions options) =>
        request.Headers["Sec-Fetch-Site"] is [{ } site]
            ? site == "same-origin"
            : request.Headers.Origin is [{ } origin] && origin == WebOrigin.Of(options.Issuer);
}
