using Cardea.AspNetCore.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.Pages.Files;

/// <summary>Serves the files that the pages load. A browser keeps them for good, because their addresses change with their content.</summary>
internal static class FileEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/account/assets/{name}", (RequestDelegate)ServeAsync).AnswersHead().WithMetadata(new OwnAnswers()).ExcludeFromDescription();

    private static async Task ServeAsync(HttpContext http)
    {
        var response = http.Response;
        if (http.Request.RouteValues["name"] is not string name || http.RequestServices.GetRequiredService<PageAssets>().Find(name) is not { } file)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var isCompressed = http.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal) && file.Compressed.Length < file.Content.Length;
        var content = isCompressed ? file.Compressed : file.Content;
        var isLatest = http.Request.Query["v"] == file.Mark;
        var headers = response.Headers;
        response.ContentType = file.Type;
        response.ContentLength = content.Length;
        headers.CacheControl = isLatest ? "public, max-age=31536000, immutable" : "no-cache";
        headers.XContentTypeOptions = "nosniff";
        headers.Vary = "Accept-Encoding";

        // A logo is a picture from outside: if somebody opens it, its scripts don't run.
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
        if (isCompressed)
        {
            headers.ContentEncoding = "br";
        }

        await response.Body.WriteAsync(content, http.RequestAborted);
    }
}
