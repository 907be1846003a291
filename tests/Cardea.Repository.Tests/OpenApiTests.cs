using System.Text.Json.Nodes;

namespace Cardea.Repository.Tests;

/// <summary>The OpenAPI document is committed, and the HTTP reference names what it has.</summary>
public sealed class OpenApiTests
{
    private const string Document = "docs/reference/openapi.json";

    [Fact]
    public async Task The_document_is_the_committed_one()
    {
        await using var server = await RunningServer.StartAsync();

        CommittedText.Matches(Document, await server.GetAsync("/openapi/v1.json"));
    }

    [Fact]
    public void The_http_reference_names_every_endpoint()
    {
        var reference = Repository.Read("docs/reference/http.md");
        var endpoints = JsonNode.Parse(Repository.Read(Document))!["paths"]!.AsObject()
            .SelectMany(static path => path.Value!.AsObject().Select(operation => $"`{operation.Key.ToUpperInvariant()} {path.Key}`"));

        Assert.All(endpoints, endpoint => Assert.Contains(endpoint, reference, StringComparison.Ordinal));
    }
}
