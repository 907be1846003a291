using System.Security.Cryptography;
using System.Text;
using Cardea.AspNetCore.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Pages;

/// <summary>
/// The pages that mails link to, for who has none of their own. A page shows a button: looking at it, as programs that check
/// links do, uses no code up.
/// </summary>
internal static class AccountPages
{
    /// <summary>Where they are, below the issuer.</summary>
    public const string OwnPath = "/account";

    private static readonly string Script = Read("account.js");
    private static readonly string Style = Read("account.css");

    // Nothing but what is in the page, and no other page around it.
    private static readonly string Policy =
        $"default-src 'none'; script-src '{Hash(Script)}'; style-src '{Hash(Style)}'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup(OwnPath).WithMetadata(new OwnAnswers()).ExcludeFromDescription().AnswersHead();
        foreach (var page in (string[])["verify-email", "change-email", "reset-password"])
        {
            var html = Read($"{page}.html").Replace("/*style*/", Style, StringComparison.Ordinal).Replace("/*script*/", Script, StringComparison.Ordinal);
            pages.MapGet($"/{page}", (HttpResponse response) => Show(html, response));
        }
    }

    private static ContentHttpResult Show(string html, HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.CacheControl = "no-store";
        return TypedResults.Content(html, "text/html", Encoding.UTF8);
    }

    private static string Hash(string inline) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(inline)))}";

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(AccountPages).Assembly.GetManifestResourceStream($"pages/{name}")!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
