using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Cookies;
using Cardea.AspNetCore.Devices;
using Cardea.AspNetCore.Links;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.SignIn;
using Cardea.AspNetCore.Tokens;
using Cardea.Codes;
using Cardea.Cookies;
using Cardea.Providers.Protocol;
using Cardea.Tokens;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cardea.Providers.SignIn;

/// <summary>
/// Where a browser finishes an attempt whose session is in cookies. The provider sends the browser to the callback, without the session's
/// cookies if it posts a form. From there the browser comes here by itself, with all its cookies.
/// </summary>
internal static class BrowserEndpoints
{
    public static void Map(IEndpointRouteBuilder external)
    {
        external.MapGet("/{provider}/finish", FinishAsync).MayMakeDeviceKnown().AnswersPeople().ExcludeFromDescription();
        external.MapGet("/outcome", ReadAsync)
            .WithMetadata(CookieUse.ByEndpoint)
            .WithSummary("Tells a page what the sign-in with a provider in this browser still needs")
            .Produces<ExternalRequired>(StatusCodes.Status403Forbidden, ProblemMetadata.ContentType)
            .Produces<ExternalRequired>(StatusCodes.Status409Conflict, ProblemMetadata.ContentType)
            .Refuses(StatusCodes.Status404NotFound);
    }

    /// <summary>Sends the browser to the address at which it finishes.</summary>
    /// <param name="finish">The address.</param>
    /// <param name="code">The code of the result. It is of use only in the browser that began.</param>
    /// <param name="options">The settings.</param>
    public static IResult GoOn(string finish, string code, CardeaOptions options)
    {
        var address = $"{finish}?result={code}";

        // Browsers keep strict cookies back as long as a redirect of another site goes on. A page that navigates by itself ends it.
        return options.Cookies.SameSite == CookieSameSite.Strict
            ? new HtmlPage("Continue", $"<meta http-equiv=\"refresh\" content=\"0;url={HtmlPage.Encode(address)}\">", $"<p><a href=\"{HtmlPage.Encode(address)}\">Continue</a></p>")
            : SeeOther.To(address);
    }

    private static async Task<IResult> FinishAsync(
        string provider,
        string? result,
        HttpContext context,
        ICodeStore codes,
        ExternalResults results,
        KeptOutcomes outcomes,
        AttemptCookie cookie,
        Guesses guesses,
        PossibleSession session,
        PublicAddresses addresses,
        Caller caller,
        CancellationToken cancellationToken)
    {
        // Nobody sees what a browser only prepares, and the code works once.
        if (HttpMethods.IsHead(context.Request.Method) || RefreshInPlace.IsPrefetch(context.Request))
        {
            return Problem.Unavailable;
        }

        var hash = CodeHash.Of(result ?? "");
        var taken = await guesses.TakeCodeAsync(caller, () => codes.ConsumeAsync(hash, CodePurpose.AppCode, cancellationToken), cancellationToken);
        if (taken is Guess<StoredCode>.Refused(var retryAfter))
        {
            return ContractProblem.TooManyAttempts(retryAfter);
        }

        if (taken is not Guess<StoredCode>.Right({ State: { } state } code)
            || AttemptResult.Parse(state) is not { Attempt: { Owner.IsBrowser: true } attempt } found
            || !attempt.Owner.Is(codeVerifier: null, cookie.Read(context.Request))
            || attempt.Provider != provider)
        {
            return ContractProblem.InvalidExternalState;
        }

        // Only the cookies of the session that began the attempt finish it: a refresh cookie proves that no resource API is the caller.
        var credential = context.Features.Get<CookieCredential>();
        var acting = credential is not null && credential.Session == session.Acting?.Id ? session.Acting : null;
        var asked = new SignInRequest(Device: null, TokenAudience.Apis, caller).Of(attempt.Owner);
        var outcome = await results.GoOnAsync(code, found, acting, mayLink: credential?.Refresh is not null, asked, refreshToken: null, cancellationToken);
        switch (outcome)
        {
            case ExternalOutcome.GoesOn(SignInOutcome.SignedIn(var tokens)):
                outcomes.Forget(context);
                return SeeOther.WithCookies(attempt.ReturnUrl, TokenResponse.Of(tokens));
            case ExternalOutcome.Linked:
                return SeeOther.To(attempt.ReturnUrl);
            default:
                return BackToBrowser.WithError(attempt, await outcomes.KeepAsync(context, outcome, cancellationToken) ?? CodeOf(outcome), addresses, context.Request);
        }
    }

    private static async Task<IResult> ReadAsync(HttpContext context, KeptOutcomes outcomes, CancellationToken cancellationToken) =>
        await outcomes.ReadAsync(context.Request, cancellationToken) is var (status, json)
            ? Results.Text(json, ProblemMetadata.ContentType, statusCode: status)
            : ContractProblem.ExternalOutcomeNotFound;

    private static string CodeOf(ExternalOutcome outcome) => outcome switch
    {
        ExternalOutcome.Refused(var problem) => problem.Code,
        ExternalOutcome.GoesOn(var signIn) => signIn.ToProblem(ContractProblem.InvalidCredentials).Code,
        _ => ExternalFailure.Invalid,
    };
}
