using Cardea.AspNetCore.Problems;
using Microsoft.AspNetCore.Http;

namespace Cardea.AspNetCore.SignIn;

/// <summary>
/// The answer to a right first factor of a user who must have a second one, and has none yet. A class, so that printing it shows no token.
/// </summary>
internal sealed class EnrolmentRequired : IResult
{
    public string Type { get; } = "about:blank";

    public string Title { get; } = "Forbidden";

    public int Status { get; } = StatusCodes.Status403Forbidden;

    public string Code { get; } = "enrolment_required";

    public string Detail { get; } = "You must have a second factor: add one within 15 minutes, with the enrolToken in the body of POST /auth/totp or POST /auth/passkeys/options.";

    /// <summary>The token of the sign-in. It is sent instead of an access token, in the body.</summary>
    public required string EnrolToken { get; init; }

    /// <summary>The factors that can be added: <c>totp</c>, <c>passkey</c>.</summary>
    public required IReadOnlyList<string> Methods { get; init; }

    /// <summary>True if the first step needs a mailed code too, because the account does not know the device: see <c>POST /auth/enrolment/code</c>.</summary>
    public required bool MailCodeRequired { get; init; }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        return httpContext.Response.WriteAsJsonAsync(this, CardeaJsonContext.Default.EnrolmentRequired, ProblemMetadata.ContentType, httpContext.RequestAborted);
    }
}
