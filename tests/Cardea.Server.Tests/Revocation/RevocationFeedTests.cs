using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Revocation;

/// <summary>What a resource API elsewhere hears of one issuer, on its embedded database.</summary>
public sealed class RevocationFeedTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private CardeaProcess? _server;

    private CardeaProcess Server => _server ?? throw new InvalidOperationException("The server is not running.");

    public async ValueTask InitializeAsync() => _server = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_new_reader_gets_a_snapshot_and_then_every_end_as_it_happens()
    {
        var before = await EndASessionAsync();
        await using var reader = await FeedReader.OpenAsync(Server.Address);

        var (type, snapshot) = await reader.NextAsync();
        Assert.Equal("snapshot", type);
        Assert.Equal(before, (string?)Assert.Single(snapshot["sessions"]!.AsArray())!["sid"]);
        Assert.InRange((long)snapshot["age"]!, 0, 60_000);

        var after = await EndASessionAsync();
        var entry = (await reader.FindAsync(after)).AsObject();
        Assert.Equal(["expiresAt", "sid"], entry.Select(static member => member.Key).Order());
        Assert.InRange((long)entry["expiresAt"]!, DateTimeOffset.UtcNow.ToUnixTimeSeconds(), DateTimeOffset.UtcNow.AddMinutes(15).ToUnixTimeSeconds());
    }

    [Fact]
    public async Task A_quiet_feed_has_a_heartbeat_that_says_how_old_its_knowledge_is()
    {
        await using var reader = await FeedReader.OpenAsync(Server.Address);
        await reader.NextAsync();

        for (var beat = 0; beat < 2; beat++)
        {
            var (type, data) = await reader.NextAsync();
            Assert.Equal("heartbeat", type);
            Assert.InRange((long)data["age"]!, 0, 60_000);
            Assert.Null(data["sessions"]);
        }
    }

    [Fact]
    public async Task A_reader_goes_on_where_it_left_off_after_the_issuer_was_restarted()
    {
        var known = await EndASessionAsync();
        string? lastId;
        await using (var reader = await FeedReader.OpenAsync(Server.Address))
        {
            await reader.FindAsync(known);
            lastId = reader.LastId;
        }

        var missed = await EndASessionAsync();
        await Server.KillAsync();
        await Server.DisposeAsync();
        _server = await StartAsync();
        await using var resumed = await FeedReader.OpenAsync(Server.Address, lastId);

        var (type, data) = await resumed.NextAsync();
        Assert.Equal("revoked", type);
        Assert.Equal(missed, (string?)Assert.Single(data["sessions"]!.AsArray())!["sid"]);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("'; DROP TABLE revocations; --")]
    [InlineData("18446744073709551616.x")]
    public async Task A_cursor_that_is_none_of_ours_gets_everything(string lastId)
    {
        var ended = await EndASessionAsync();
        await using var reader = await FeedReader.OpenAsync(Server.Address, lastId);

        await reader.FindAsync(ended);
    }

    [Fact]
    public async Task A_server_that_stops_ends_the_feed_and_does_not_wait_for_it()
    {
        await using var reader = await FeedReader.OpenAsync(Server.Address);
        await reader.NextAsync();

        var stopping = Server.TerminateAsync();
        await reader.ReadToEndAsync();

        Assert.Equal(0, await stopping);
    }

    [Fact]
    public async Task A_receipt_of_an_api_makes_a_late_repeat_a_replay()
    {
        using var lost = await Server.NewClient().RegisterAsync();
        using var received = await Server.NewClient().RegisterAsync();
        var (first, second) = (lost.Tokens, received.Tokens);
        await lost.RefreshAsync();
        await received.RefreshAsync();

        await Answer.ExpectStatusAsync(202, await PostReceiptsAsync("nonsense", null, $"{second.SessionId}.0.1", $"{second.SessionId}.x"));
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);

        await Answer.ExpectAsync(200, await lost.TryRefreshAsync(first.Refresh));
        await Answer.ExpectProblemAsync(401, "refresh_token_reused", await received.TryRefreshAsync(second.Refresh));
    }

    [Fact]
    public async Task A_body_of_receipts_that_is_too_large_is_refused() =>
        await Answer.ExpectProblemAsync(413, "body_too_large", await PostReceiptsAsync(new string('x', 17 * 1024)));

    private async Task<CardeaProcess> StartAsync() =>
        await CardeaProcess.StartAsync(_directory.FullName, [("Cardea__RefreshGrace", "00:00:00"), ("Cardea__Issuer", "http://issuer.example"), .. FeedReader.Settings]);

    private async Task<HttpResponseMessage> PostReceiptsAsync(params string?[] received)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/receipts")
        {
            Content = System.Net.Http.Json.JsonContent.Create(new JsonObject { ["received"] = new JsonArray([.. received.Select(static one => (JsonNode?)one)]) }),
        };
        request.Headers.Authorization = FeedReader.Credentials;
        return await Server.Http.SendAsync(request);
    }

    private async Task<string> EndASessionAsync()
    {
        using var client = await Server.NewClient().RegisterAsync();
        await Answer.ExpectStatusAsync(204, await client.PostAsync("/auth/logout", accessToken: client.Tokens.Access));
        return client.Tokens.SessionId;
    }
}
