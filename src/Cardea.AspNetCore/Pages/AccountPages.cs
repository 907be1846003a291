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

    // Each page with its script.
    private static readonly (string Page, string Script)[] Pages =
    [
        ("verify-email", "account"), ("change-email", "account"), ("undo-email", "account"), ("reset-password", "account"), ("sign-in", "sign-in"),
    ];

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup(OwnPath).WithMetadata(new OwnAnswers()).ExcludeFromDescription().AnswersHead();
        var style = Read("account.css");
        foreach (var (page, name) in Pages)
        {
            var script = Read($"{name}.js");
            var html = Read($"{page}.html").Replace("/*style*/", style, StringComparison.Ordinal).Replace("/*script*/", script, StringComparison.Ordinal);
            var policy = Policy(script, style);
            pages.MapGet($"/{page}", (HttpResponse response) => Show(html, policy, response));
        }
    }

    // Nothing but what is in the page, and no other page around it.
    private static string Policy(string script, string style) =>
        $"default-src 'none'; script-src '{Hash(script)}'; style-src '{Hash(style)}'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static ContentHttpResult Show(string html, string policy, HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = policy;
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
