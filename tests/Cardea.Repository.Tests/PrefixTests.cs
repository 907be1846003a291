using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cardea.Repository.Tests;

/// <summary>Links follow where an app maps Cardea: below a prefix, below a path base, with the issuer's path or without it.</summary>
public sealed class PrefixTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("cardea-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("https://id.example.org", "", "", "https://id.example.org")]
    [InlineData("https://id.example.org", "", "/api/v1", "https://id.example.org/api/v1")]
    [InlineData("https://id.example.org/api/v1", "", "/api/v1", "https://id.example.org/api/v1")]
    [InlineData("https://id.example.org", "/base", "/id", "https://id.example.org/base/id")]
    [InlineData("https://id.example.org/base", "/base", "/id", "https://id.example.org/base/id")]
    public async Task Metadata_and_mails_lead_to_where_Cardea_is_mapped(string issuer, string pathBase, string prefix, string expected)
    {
        await using var app = await StartAsync(issuer, pathBase, prefix);
        using var http = new HttpClient { BaseAddress = new($"{app.Urls.Single()}{pathBase}{prefix}/") };

        var metadata = JsonNode.Parse(await http.GetStringAsync(new Uri(".well-known/openid-configuration", UriKind.Relative), TestContext.Current.CancellationToken))!;
        using var credentials = new StringContent("""{"email":"ada@example.org","password":"correct horse battery staple"}""", null, "application/json");
        using var registered = await http.PostAsync(new Uri("auth/register", UriKind.Relative), credentials, TestContext.Current.CancellationToken);

        Assert.Equal(201, (int)registered.StatusCode);
        Assert.Equal($"{expected}/.well-known/jwks.json", (string?)metadata["jwks_uri"]);
        Assert.Equal($"{expected}/oauth/token", (string?)metadata["token_endpoint"]);
        Assert.Contains($"{expected}/account/verify-email#token=", await MailAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_start_page_of_the_app_comes_before_that_of_the_pages()
    {
        await using var app = await StartAsync("https://id.example.org", "", "", static app => app.MapGet("/", static () => "the app"));
        using var http = new HttpClient { BaseAddress = new(app.Urls.Single()) };

        Assert.Equal("the app", await http.GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_app_maps_the_groups_it_chooses_with_its_own_conventions()
    {
        await using var app = await StartAsync("https://id.example.org", "", "", static app => { }, static app =>
        {
            app.MapGroup("/a").MapCardeaSignIn().WithMetadata(new Tag("mine"));
            app.MapGroup("/b").MapCardeaOAuth();
        });
        using var http = new HttpClient { BaseAddress = new(app.Urls.Single()) };

        var endpoints = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();
        var login = endpoints.Single(static endpoint => endpoint.RoutePattern.RawText == "/a/auth/login");
        Assert.NotNull(login.Metadata.GetMetadata<Tag>());
        Assert.DoesNotContain(endpoints, static endpoint => endpoint.RoutePattern.RawText!.Contains("/auth/sessions", StringComparison.Ordinal) || endpoint.RoutePattern.RawText.Contains("/admin", StringComparison.Ordinal));
        using var keys = await http.GetAsync(new Uri("/b/.well-known/jwks.json", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)keys.StatusCode);
    }

    private async Task<WebApplication> StartAsync(string issuer, string pathBase, string prefix, Action<WebApplication>? first = null, Action<WebApplication>? map = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddCardea(options => options.Issuer = issuer).AddSqlite($"Data Source={Path.Combine(_directory.FullName, "cardea.db")}").AddPages();
        var app = builder.Build();
        first?.Invoke(app);
        if (pathBase.Length > 0)
        {
            app.UsePathBase(pathBase);
            app.UseRouting();
        }

        if (map is null)
        {
            app.MapGroup(prefix).MapCardea();
            app.MapGroup(prefix).MapCardeaPages();
        }
        else
        {
            map(app);
        }

        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private async Task<string> MailAsync()
    {
        var outbox = Path.Combine(_directory.FullName, "outbox");
        for (var tries = 0; tries < 200 && !(Directory.Exists(outbox) && Directory.EnumerateFiles(outbox, "*.eml").Any()); tries++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        return await File.ReadAllTextAsync(Directory.EnumerateFiles(outbox, "*.eml").Single(), TestContext.Current.CancellationToken);
    }

    private sealed record Tag(string Text);
}
