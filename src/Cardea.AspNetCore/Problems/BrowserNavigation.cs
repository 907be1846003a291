using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Cardea.AspNetCore.Problems;

/// <summary>Tells whether a person opened an address in a browser, and so reads the answer. All other requests are of programs.</summary>
internal static class BrowserNavigation
{
    public static bool IsOne(HttpRequest request) => IsNavigation(request) && TakesHtml(request);

    // A script of a page may accept everything, also HTML. Browsers that are older than the header do not send it.
    private static bool IsNavigation(HttpRequest request) => request.Headers["Sec-Fetch-Mode"] is [] or ["navigate"];

    private static bool TakesHtml(HttpRequest request) => MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var types)
        && types.Any(static type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase) && type.Quality is not 0);
}
