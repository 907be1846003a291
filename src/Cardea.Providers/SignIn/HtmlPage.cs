using System.Globalization;
using System.Net.Mime;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace Cardea.Providers.SignIn;

/// <summary>A page of a few lines, with nothing in it that runs or loads.</summary>
/// <param name="title">The title, as text.</param>
/// <param name="head">More elements of the head.</param>
/// <param name="body">The elements of the body.</param>
internal sealed class HtmlPage(string title, string head, string body) : IResult
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>The pause before another try; null without one.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        if (RetryAfter is { } pause)
        {
            response.Headers.RetryAfter = SecondsOf(pause).ToString(CultureInfo.InvariantCulture);
        }

        response.Headers.ContentSecurityPolicy = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'";
        response.Headers["Referrer-Policy"] = "same-origin";
        response.ContentType = $"{MediaTypeNames.Text.Html}; charset=utf-8";
        return response.WriteAsync(
            $"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{Encode(title)}</title>{head}{body}</html>",
            httpContext.RequestAborted);
    }

    /// <summary>A pause in whole seconds, and at least one.</summary>
    public static int SecondsOf(TimeSpan pause) => (int)Math.Max(1, Math.Ceiling(pause.TotalSeconds));

    /// <summary>Encodes a text for an element or an attribute.</summary>
    public static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
