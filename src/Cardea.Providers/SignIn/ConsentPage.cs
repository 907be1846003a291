using System.Net.Mime;
using System.Text;
using System.Text.Encodings.Web;
using Cardea.Providers.Protocol;
using Cardea.Providers.Settings;
using Microsoft.AspNetCore.Http;

namespace Cardea.Providers.SignIn;

/// <summary>The page that asks before a sign-in begins whose result goes to an app by the app's own scheme.</summary>
internal sealed class ConsentPage : IResult
{
    private readonly string _html;

    private ConsentPage(string html) => _html = html;

    public static ConsentPage For(Provider provider, Attempt attempt, string? sealedAttempt)
    {
        var html = new StringBuilder("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Continue?</title>");
        html.Append("<h1>Continue with ").Append(Encode(provider.DisplayName)).Append("?</h1><p>An app on this device wants to sign you in. It calls itself <code>");
        html.Append(Encode(attempt.ReturnUrl[..attempt.ReturnUrl.IndexOf(':', StringComparison.Ordinal)])).Append("</code>. Continue only if you have just asked an app to sign you in.</p>");
        html.Append("<form method=\"post\" action=\"").Append(Encode(provider.Name)).Append("\">");
        Add(html, "returnUrl", attempt.ReturnUrl);
        Add(html, "codeChallenge", attempt.CodeChallenge);
        Add(html, "state", attempt.State);
        Add(html, "attempt", sealedAttempt);
        return new(html.Append("<button>Continue</button></form></html>").ToString());
    }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.Headers.ContentSecurityPolicy = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'";
        response.Headers["Referrer-Policy"] = "same-origin";
        response.ContentType = $"{MediaTypeNames.Text.Html}; charset=utf-8";
        return response.WriteAsync(_html, httpContext.RequestAborted);
    }

    private static void Add(StringBuilder html, string name, string? value)
    {
        if (value is not null)
        {
            html.Append("<input type=\"hidden\" name=\"").Append(name).Append("\" value=\"").Append(Encode(value)).Append("\">");
        }
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
