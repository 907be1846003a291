using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Cardea.Validation.Problems;

/// <summary>Problem details (RFC 9457) with a stable <c>code</c> for programs.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">What programs tell problems apart by.</param>
/// <param name="Detail">What people read: what is wrong, and what to do.</param>
internal sealed record Problem(int Status, string Code, string Detail) : IResult
{
    public static Problem MissingToken { get; } =
        new(StatusCodes.Status401Unauthorized, "missing_token", "An access token is needed: send it as Authorization: Bearer.");

    public static Problem InvalidToken { get; } =
        new(StatusCodes.Status401Unauthorized, "invalid_token", "The access token has expired, was revoked, or is not one of ours: refresh it or sign in again.");

    public static Problem Forbidden { get; } =
        new(StatusCodes.Status403Forbidden, "forbidden", "The access token is good, but does not allow this.");

    public static Problem Unavailable { get; } =
        new(StatusCodes.Status503ServiceUnavailable, "unavailable", "Whether the access token is good can't be said right now: send the same request again.");

    public string Type { get; } = "about:blank";

    /// <summary>The phrase of the status, as its <see cref="Type"/> asks (RFC 9457, section 4.2.1).</summary>
    public string Title => ReasonPhrases.GetReasonPhrase(Status);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(this, ProblemJson.Default.Problem);
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = "application/problem+json";
        response.ContentLength = body.Length;
        response.Headers.CacheControl = "no-store";
        await response.Body.WriteAsync(body);
    }
}
