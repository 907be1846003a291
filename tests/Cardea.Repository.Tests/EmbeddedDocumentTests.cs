using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cardea.Repository.Tests;

/// <summary>The OpenAPI document of an app says which operations need an access token, and the app decides what it shows.</summary>
public sealed class EmbeddedDocumentTests
{
    [Fact]
    public async Task Operations_that_need_a_token_say_so_and_have_names()
    {
        var document = await ReadAsync(static app => app.MapGroup("/id").MapCardea());

        Assert.Equal("bearer", (string?)document["components"]!["securitySchemes"]!["accessToken"]!["scheme"]);
        Assert.Equal(["accessToken"], SecurityOf(document, "/mine"));
        Assert.Empty(SecurityOf(document, "/open"));
        Assert.Equal(["accessToken"], SecurityOf(document, "/id/auth/me"));
        Assert.Equal("getAuthMe", (string?)document["paths"]!["/id/auth/me"]!["get"]!["operationId"]);
        Assert.Equal("deleteAuthSessionsById", (string?)document["paths"]!["/id/auth/sessions/{id}"]!["delete"]!["operationId"]);
    }

    [Fact]
    public async Task Conventions_reach_every_endpoint()
    {
        var document = await ReadAsync(static app => app.MapCardea().ExcludeFromDescription());

        Assert.Equal(["/mine", "/open"], document["paths"]!.AsObject().Select(static path => path.Key).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> SecurityOf(JsonNode document, string path) =>
        (document["paths"]![path]!["get"]!["security"]?.AsArray() ?? []).SelectMany(static requirement => requirement!.AsObject().Select(static scheme => scheme.Key));

    private static async Task<JsonNode> ReadAsync(Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddCardea(static options => options.Issuer = "https://id.example.org").AddSqlite("Data Source=:memory:");
        builder.Services.AddOpenApi(static options => options.AddCardea());
        await using var app = builder.Build();
        map(app);
        app.MapGet("/mine", static () => "mine").RequireAuthorization();
        app.MapGet("/open", static () => "open");
        app.MapOpenApi();
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var http = app.GetTestClient();
        return JsonNode.Parse(await http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), TestContext.Current.CancellationToken))!;
    }
}
