using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Cardea.Validation.Problems;

/// <summary>Problem details (RFC 9457) with a stable <c>code</c> for programs.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The stable code for programs.</param>
/// <param name="Detail">The text for people: what is wrong, and what to do.</param>
internal sealed record Problem(int Status, string Code, string Detail) : IResult
{
    public static Problem MissingToken { get; } =
        new(StatusCodes.Status401Unauthorized, "missing_token", "An access token is needed: send it as Authorization: Bearer.");

    public static Problem InvalidToken { get; } =
        new(StatusCodes.Status401Unauthorized, "invalid_token", "The access token has expired, was revoked, or is not one of ours: refresh it or sign in again.");

    public static Problem Forbidden { get; } =
        new(StatusCodes.Status403Forbidden, "forbidden", "The access token is valid, but does not allow this.");

    public static Problem Unavailable { get; } =
        new(StatusCodes.Status503ServiceUnavailable, "unavailable", "The server can't answer this now, and nothing has changed: send the same request again.");

    [JsonPropertyOrder(-2)]
    public string Type { get; } = "about:blank";

    /// <summary>The phrase of the status, because <see cref="Type"/> is <c>about:blank</c> (RFC 9457, section 4.2.1).</summary>
    [JsonPropertyOrder(-1)]
    public string Title => ReasonPhrases.GetReasonPhrase(Status);

    /// <summary>The faults of each member of the body, if the body is the problem.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>The ways to prove more, if that is the problem.</summary>
    public IReadOnlyList<string>? Methods { get; init; }

    /// <summary>The pause before the same request may be sent again. Default one second for 429 and 503, and none for others.</summary>
    [JsonIgnore]
    public TimeSpan? RetryAfter { get; init; } =
        Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable ? TimeSpan.FromSeconds(1) : null;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        if (response.ContentLength is not null)
        {
            // Another scheme of the same endpoint has already written the problem.
            return Task.CompletedTask;
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(this, ProblemJson.Default.Problem);
        response.StatusCode = Status;
        response.ContentType = "application/problem+json";
        response.ContentLength = body.Length;
        response.Headers.CacheControl = "no-store";
        if (RetryAfter is { } pause)
        {
            response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(pause.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        // The body is not flushed, so another scheme can still add its challenge to the headers.
        response.BodyWriter.Write(body);
        return Task.CompletedTask;
    }
}
