using System.Text.Json.Nodes;
using Cardea.Server.Tests.Revocation;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Clients;

/// <summary>Libraries of JavaScript that others wrote, against the server as it is.</summary>
public sealed class NodeClientTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private CardeaProcess? _server;

    private CardeaProcess Server => _server ?? throw new InvalidOperationException("The server is not running.");

    private string Issuer => Server.Address.GetLeftPart(UriPartial.Authority);

    public async ValueTask InitializeAsync() => _server = await CardeaProcess.StartAsync(_directory.FullName, FeedReader.Settings);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task Jose_verifies_access_tokens_by_the_published_keys()
    {
        using var client = await Server.NewClient().RegisterAsync();
        var me = await Answer.ExpectAsync(200, await client.GetAsync("/auth/me"));

        var said = await RunAsync("jose.mjs", Issuer, client.Tokens.Access);

        Assert.Equal((string?)me["id"], (string?)said["subject"]);
        Assert.Equal(client.Tokens.SessionId, (string?)said["session"]);
        Assert.Equal("ERR_JWS_SIGNATURE_VERIFICATION_FAILED", (string?)said["forged"]);
    }

    [Fact]
    public async Task Openid_client_discovers_refreshes_introspects_and_revokes()
    {
        using var client = await Server.NewClient().RegisterAsync();

        var said = await RunAsync("openid-client.mjs", Issuer, client.Tokens.Refresh, FeedReader.Name, FeedReader.Secret);

        Assert.Equal("""{"type":"bearer","before":true,"after":false,"refused":"invalid_grant"}""", said.ToJsonString());
        Assert.False(await client.IsAcceptedAsync());
    }

    private async Task<JsonNode> RunAsync(string script, params string[] arguments)
    {
        await using var run = NodeScript.Start(script, _directory.FullName, arguments);
        Assert.True(await run.ExitAsync() == 0, run.Errors);
        return JsonNode.Parse(run.Output)!;
    }
}
