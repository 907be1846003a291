using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
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
        new(StatusCodes.Status503ServiceUnavailable, "unavailable", "This can't be said right now, and nothing was changed: send the same request again.");

    [JsonPropertyOrder(-2)]
    public string Type { get; } = "about:blank";

    /// <summary>The phrase of the status, as its <see cref="Type"/> asks (RFC 9457, section 4.2.1).</summary>
    [JsonPropertyOrder(-1)]
    public string Title => ReasonPhrases.GetReasonPhrase(Status);

    /// <summary>What is wrong with each member of the body, where that is the problem.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>After how long the same request may be sent again, where it may. Default one second.</summary>
    [JsonIgnore]
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        if (response.ContentLength is not null)
        {
            // Another scheme of the same endpoint was first, and has said what there is to say.
            return Task.CompletedTask;
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(this, ProblemJson.Default.Problem);
        response.StatusCode = Status;
        response.ContentType = "application/problem+json";
        response.ContentLength = body.Length;
        response.Headers.CacheControl = "no-store";
        if (Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
        {
            response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(RetryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        // Not flushed, so that another scheme can still add its challenge to the headers.
        response.BodyWriter.Write(body);
        return Task.CompletedTask;
    }
}
