using System.Net;
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
        Assert.Equal(["age", "keys", "sent", "sessions", "skew"], MembersOf(snapshot));
        Assert.Equal(before, (string?)Assert.Single(snapshot["sessions"]!.AsArray())!["sid"]);
        Assert.InRange((long)snapshot["age"]!, 0, 60_000);
        Assert.InRange((long)snapshot["sent"]!, DateTimeOffset.UtcNow.AddMinutes(-1).ToUnixTimeMilliseconds(), DateTimeOffset.UtcNow.AddMinutes(1).ToUnixTimeMilliseconds());
        Assert.Equal(30, (long)snapshot["skew"]!);
        Assert.All(snapshot["keys"]!.AsArray(), static key => Assert.Equal(["alg", "crv", "kid", "kty", "use", "x", "y"], MembersOf(key)));

        var after = await EndASessionAsync();
        var entry = await reader.FindAsync(after);
        Assert.Equal(["life", "sid"], MembersOf(entry));
        Assert.Equal(630 + 360, (long)entry["life"]!);
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
            Assert.Equal(["age", "sent", "skew"], MembersOf(data));
            Assert.InRange((long)data["age"]!, 0, 60_000);
        }
    }

    [Fact]
    public async Task A_reader_goes_on_where_it_left_off()
    {
        var known = await EndASessionAsync();
        var lastId = await LeaveAsync(known);
        var missed = await EndASessionAsync();

        await using var resumed = await FeedReader.OpenAsync(Server.Address, lastId);
        var (type, data) = await resumed.NextAsync();

        Assert.Equal("revoked", type);
        Assert.Equal(missed, (string?)Assert.Single(data["sessions"]!.AsArray())!["sid"]);
        Assert.NotNull(data["keys"]);
    }

    [Fact]
    public async Task After_the_issuer_was_restarted_a_reader_gets_everything_again()
    {
        var known = await EndASessionAsync();
        var lastId = await LeaveAsync(known);
        var missed = await EndASessionAsync();
        await Server.KillAsync();
        await Server.DisposeAsync();
        _server = await StartAsync();

        await using var resumed = await FeedReader.OpenAsync(Server.Address, lastId);
        var (type, data) = await resumed.NextAsync();

        Assert.Equal("snapshot", type);
        Assert.Equal(new[] { known, missed }.Order(), data["sessions"]!.AsArray().Select(static one => (string)one!["sid"]!).Order());
    }

    [Fact]
    public async Task Readers_are_told_at_once_of_a_key_that_was_given_up()
    {
        using var client = await Server.NewClient().RegisterAsync();
        await using var reader = await FeedReader.OpenAsync(Server.Address);
        var key = FeedReader.KeyOf(client.Tokens.Access);
        Assert.Contains(key, KeysOf((await reader.NextAsync()).Data));

        await using var retiring = CardeaProcess.Run(_directory.FullName, ["keys", "retire", key], Settings);
        Assert.True(await retiring.ExitAsync() == 0, retiring.Output + retiring.Errors);
        var (type, data) = await reader.FindKeysWithoutAsync(key);

        Assert.Equal("keys", type);
        Assert.Equal(["age", "keys", "sent", "skew"], MembersOf(data));
        Assert.False(await client.IsAcceptedAsync());
        await client.RefreshAsync();
        Assert.Contains(FeedReader.KeyOf(client.Tokens.Access), KeysOf(data));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("'; DROP TABLE revocations; --")]
    [InlineData("18446744073709551616.x")]
    [InlineData("0123456789abcdef/18446744073709551615/")]
    [InlineData("/1/")]
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

    [Fact]
    public async Task More_receipts_than_an_api_may_send_are_refused_for_a_while()
    {
        var many = Enumerable.Repeat<string?>("", 5000).ToArray();
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => PostReceiptsAsync(many)));

        var refused = answers.Where(static answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToArray();
        Assert.NotEmpty(refused);
        Assert.True(refused[0].Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
        await Answer.ExpectProblemAsync(429, "too_many_receipts", refused[0]);
        Assert.Contains(answers, static answer => answer.StatusCode == HttpStatusCode.Accepted);
        await Eventually.HoldsAsync(async () => (await PostReceiptsAsync(many)).StatusCode == HttpStatusCode.Accepted);
    }

    private static (string, string)[] Settings { get; } =
        [("Cardea__RefreshGrace", "00:00:00"), ("Cardea__Issuer", "http://issuer.example"), .. FeedReader.Settings];

    private static IEnumerable<string> MembersOf(JsonNode? node) => node!.AsObject().Select(static member => member.Key).Order();

    private static string[] KeysOf(JsonNode data) => [.. data["keys"]!.AsArray().Select(static key => (string)key!["kid"]!)];

    private async Task<CardeaProcess> StartAsync() => await CardeaProcess.StartAsync(_directory.FullName, Settings);

    // What has just ended is sent once more to whoever resumes, until the issuer has read it back from its own store.
    private async Task<string?> LeaveAsync(string known)
    {
        await using var reader = await FeedReader.OpenAsync(Server.Address);
        await reader.FindAsync(known);
        for (var beats = 0; beats < 2; beats += (await reader.NextAsync()).Type == "heartbeat" ? 1 : 0)
        {
            // Until its place is behind that.
        }

        return reader.LastId;
    }

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
