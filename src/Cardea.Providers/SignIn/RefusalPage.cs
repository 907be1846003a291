using System.Globalization;
using Cardea.AspNetCore.Links;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using static Cardea.Providers.SignIn.HtmlPage;

namespace Cardea.Providers.SignIn;

/// <summary>The page that tells a person why a sign-in with a provider does not go on, and where to begin again.</summary>
internal static class RefusalPage
{
    private const string Title = "The sign-in did not work";

    /// <summary>Makes the page.</summary>
    /// <param name="problem">What a program would get.</param>
    /// <param name="context">The request.</param>
    public static HtmlPage For(Problem problem, HttpContext context) =>
        new(Title, head: "", $"<h1>{Encode(Title)}</h1><p>{Encode(Describe(problem))}</p>{LinkTo(problem, context)}")
        {
            Status = problem.Status,
            RetryAfter = problem.RetryAfter,
        };

    // The details are for the people who write programs. These are for the people who use them.
    private static string Describe(Problem problem) => problem.Code switch
    {
        "invalid_state" => "This sign-in took too long, is finished already, or began in another browser. Please begin again.",
        "provider_not_found" => "There is no such provider here. Please choose another way to sign in.",
        "too_many_attempts" or "challenge_required" => string.Create(
            CultureInfo.InvariantCulture, $"There were too many attempts. Please wait {SecondsOf(problem.RetryAfter ?? TimeSpan.Zero)} seconds, and begin again."),
        "validation_failed" when problem.Errors is { Count: > 0 } errors =>
            $"The link that led you here has a fault. Please tell the people whose app it is: {string.Join(' ', errors.Select(static error => $"{error.Key}: {string.Join(' ', error.Value)}"))}",
        _ => problem.Detail,
    };

    // The page for ways back from a provider leads on to the sign-in. It knows where the user wanted to go, and says the reason in the
    // language of the user. An app without Cardea's pages has no such address.
    private static string LinkTo(Problem problem, HttpContext context) =>
        context.RequestServices.GetRequiredService<PublicAddresses>().FindPage("/account/external", context.Request.PathBase) is { } page
            ? $"<p><a href=\"{Encode($"{page}?error={Uri.EscapeDataString(problem.Code)}")}\">Begin again</a></p>"
            : "";
}
