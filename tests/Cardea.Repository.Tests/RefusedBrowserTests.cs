using System.Net;
using Cardea.Server.Tests.External;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cardea.Repository.Tests;

/// <summary>A browser comes back from a provider with an attempt that nobody began. The page leads to the sign-in wherever the app has it.</summary>
public sealed class RefusedBrowserTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("https://id.example.org", "", "", true, "https://id.example.org/account/external?error=invalid_state")]
    [InlineData("https://id.example.org", "", "/x", true, "https://id.example.org/x/account/external?error=invalid_state")]
    [InlineData("https://id.example.org/x", "", "/x", true, "https://id.example.org/x/account/external?error=invalid_state")]
    [InlineData("https://id.example.org", "/base", "", true, "https://id.example.org/base/account/external?error=invalid_state")]
    [InlineData("https://id.example.org", "", "", false, null)]
    public async Task The_page_leads_to_the_sign_in_of_the_app(string issuer, string pathBase, string prefix, bool hasPages, string? link)
    {
        var directory = Directory.CreateTempSubdirectory("cardea-");
        await using var provider = await StandInProvider.StartAsync();
        await using (var app = Build(issuer, pathBase, prefix, hasPages, provider, directory))
        {
            await app.StartAsync(Stop);
            using var http = new HttpClient { BaseAddress = new(app.Urls.Single()) };
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{pathBase}{prefix}/auth/external/work/callback?state=none&code=none");
            request.Headers.Accept.Add(new("text/html"));
            using var answer = await http.SendAsync(request, Stop);
            var page = await answer.Content.ReadAsStringAsync(Stop);
            Assert.Equal((HttpStatusCode.BadRequest, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
            Assert.Contains("<p>This sign-in took too long,", page, StringComparison.Ordinal);
            Assert.Equal(link is not null, page.Contains("<a ", StringComparison.Ordinal));
            Assert.Contains(link is null ? "" : $"<a href=\"{link}\">Begin again</a>", page, StringComparison.Ordinal);
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        directory.Delete(recursive: true);
    }

    private static WebApplication Build(string issuer, string pathBase, string prefix, bool hasPages, StandInProvider provider, DirectoryInfo directory)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Cardea:Providers:work:Issuer"] = provider.Issuer,
            ["Cardea:Providers:work:ClientId"] = StandInProvider.ClientId,
            ["Cardea:Providers:work:ClientSecret"] = "secret",
        });
        var cardea = builder.Services.AddCardea(options => (options.Issuer, options.Audience) = (issuer, "https://api.example.org"))
            .AddSqlite($"Data Source={Path.Combine(directory.FullName, "cardea.db")}")
            .AddProviders(builder.Configuration);
        if (hasPages)
        {
            cardea.AddPages();
        }

        var app = builder.Build();
        if (pathBase.Length > 0)
        {
            app.UsePathBase(pathBase);
            app.UseRouting();
        }

        var group = app.MapGroup(prefix);
        group.MapCardea();
        group.MapCardeaProviders();
        if (hasPages)
        {
            group.MapCardeaPages();
        }

        return app;
    }
}
