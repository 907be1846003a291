using System.Text.Json;
using Cardea.AspNetCore.Problems;
using Microsoft.AspNetCore.Http;

namespace Cardea.AspNetCore.SignIn;

/// <summary>The answer to a right first factor when a second one is due. A class, so that printing it shows no token.</summary>
internal sealed class MfaRequired : IResult
{
    public string Type { get; } = "about:blank";

    public string Title { get; } = "Forbidden";

    public int Status { get; } = StatusCodes.Status403Forbidden;

    public string Code { get; } = "mfa_required";

    public string Detail { get; } = "A second factor is due: send it with the mfaToken to POST /auth/mfa within five minutes.";

    /// <summary>The token of the sign-in.</summary>
    public required string MfaToken { get; init; }

    /// <summary>The second factors of the account: <c>totp</c>, <c>passkey</c>, <c>recovery_code</c>.</summary>
    public required IReadOnlyList<string> Methods { get; init; }

    /// <summary>The options for the browser to ask for a passkey, if the account has one (Web Authentication, section 5.5).</summary>
    public JsonElement? Passkey { get; init; }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        return httpContext.Response.WriteAsJsonAsync(this, CardeaJsonContext.Default.MfaRequired, ProblemMetadata.ContentType, httpContext.RequestAborted);
    }
}
