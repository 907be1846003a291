using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Cardea.Cookies;
using Microsoft.AspNetCore.Http;
using RazorSlices;

namespace Cardea.Pages.Rendering;

/// <summary>Answers with a page. Nothing of another origin is in it, no other page is around it, and no cache keeps it.</summary>
/// <param name="slice">The page.</param>
/// <param name="view">What it shows.</param>
internal sealed class PageResult(RazorSlice slice, PageView view) : IResult
{
    // Names in all scripts stay readable in the source. What HTML needs is encoded.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using (slice)
        {
            var response = httpContext.Response;
            response.StatusCode = view.Notice?.Status ?? StatusCodes.Status200OK;
            response.ContentType = "text/html; charset=utf-8";
            var headers = response.Headers;
            headers.CacheControl = "no-store";
            headers.ContentSecurityPolicy = PolicyFor(view.Page.Options);
            headers["Referrer-Policy"] = "same-origin";
            headers.XContentTypeOptions = "nosniff";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers.ContentLanguage = view.Texts.Language;
            headers.Append("Vary", "Accept-Language, Cookie");
            if (view.Notice?.RetryAfter is { } pause)
            {
                headers.RetryAfter = ((int)Math.Ceiling(pause.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            }

            // A page that fails must not have begun.
            await using var html = new StringWriter();
            await slice.RenderAsync(html, Encoder, httpContext.RequestAborted);
            await response.WriteAsync(await ShownUser.MarkAsync(view.Page, html.ToString()), httpContext.RequestAborted);
        }
    }

    // A form may lead to where the app lets browsers return: Chromium applies form-action to redirects as well.
    private static string PolicyFor(CardeaOptions options)
    {
        var origins = options.ReturnUrls.Where(static rule => !ReturnAddress.IsOfApp(rule)).Select(static rule => WebOrigin.Of(new Uri(rule))).Distinct();
        return $"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action {string.Join(' ', ["'self'", .. origins])}; frame-ancestors 'none'; base-uri 'none'";
    }
}
