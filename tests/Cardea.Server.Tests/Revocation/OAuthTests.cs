using System.Net;
using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Revocation;

/// <summary>What standard clients of OAuth do: refresh, revoke, introspect.</summary>
public sealed class OAuthTests : IAsyncLifetime
{
    private static readonly string[] Inactive = ["active"];

    private readonly TemporaryDirectory _directory = new();
    private CardeaProcess? _server;

    private CardeaProcess Server => _server ?? throw new InvalidOperationException("The server is not running.");

    public async ValueTask InitializeAsync() => _server = await CardeaProcess.StartAsync(_directory.FullName, FeedReader.Settings);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_refresh_token_is_exchanged_in_the_form_of_oauth()
    {
        using var client = await Server.NewClient().RegisterAsync();
        using var answer = await PostAsync("/oauth/token", ("grant_type", "refresh_token"), ("refresh_token", client.Tokens.Refresh), ("client_id", "cardea"));
        Assert.True(answer.Headers.CacheControl!.NoStore);

        var tokens = await Answer.ExpectAsync(200, answer);
        Assert.Equal(["access_token", "expires_in", "refresh_token", "token_type"], tokens.AsObject().Select(static member => member.Key).Order());
        Assert.Equal("Bearer", (string?)tokens["token_type"]);
        await Answer.ExpectAsync(200, await client.GetAsync("/auth/me", (string)tokens["access_token"]!));
        await Answer.ExpectAsync(200, await client.TryRefreshAsync((string)tokens["refresh_token"]!));
    }

    [Fact]
    public async Task What_is_wrong_with_a_grant_is_named_as_the_rfc_does()
    {
        using var client = await Server.NewClient().RegisterAsync();
        var refresh = client.Tokens.Refresh;
        foreach (var (error, form) in new (string, (string, string)[])[]
        {
            ("invalid_request", []),
            ("invalid_request", [("grant_type", "refresh_token")]),
            ("invalid_request", [("grant_type", "refresh_token"), ("refresh_token", "")]),
            ("invalid_request", [("grant_type", "refresh_token"), ("grant_type", "refresh_token"), ("refresh_token", refresh)]),
            ("invalid_request", [("grant_type", "refresh_token"), ("refresh_token", refresh), ("refresh_token", refresh)]),
            ("unsupported_grant_type", [("grant_type", "password"), ("username", client.Email), ("password", AuthClient.Password)]),
            ("invalid_client", [("grant_type", "refresh_token"), ("refresh_token", refresh), ("client_id", "another")]),
            ("invalid_scope", [("grant_type", "refresh_token"), ("refresh_token", refresh), ("scope", "admin")]),
            ("invalid_grant", [("grant_type", "refresh_token"), ("refresh_token", "garbage")]),
            ("invalid_grant", [("grant_type", "refresh_token"), ("refresh_token", client.Tokens.Access)]),
        })
        {
            using var answer = await PostAsync("/oauth/token", form);
            Assert.True(answer.Headers.CacheControl!.NoStore);
            Assert.Equal(error, (string?)(await Answer.ExpectAsync(400, answer))["error"]);
        }

        await client.RefreshAsync();
    }

    [Theory]
    [InlineData("/oauth/token")]
    [InlineData("/oauth/revoke")]
    [InlineData("/oauth/introspect")]
    public async Task Only_forms_are_taken(string path)
    {
        foreach (var content in new HttpContent[]
        {
            new StringContent("{}", System.Net.Http.Headers.MediaTypeHeaderValue.Parse("application/json")),
            new StringContent("token=a"),
            new ByteArrayContent([]),
        })
        {
            Assert.Equal("invalid_request", (string?)(await Answer.ExpectAsync(400, await SendAsync(path, content)))["error"]);
        }

        var large = new FormUrlEncodedContent([new("token", new string('x', 17 * 1024))]);
        Assert.Equal("invalid_request", (string?)(await Answer.ExpectAsync(413, await SendAsync(path, large)))["error"]);
        using var client = Server.NewClient();
        await Answer.ExpectProblemAsync(405, "method_not_allowed", await client.GetAsync(path));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Either_token_revokes_its_session(bool byRefreshToken)
    {
        using var client = await Server.NewClient().RegisterAsync();
        using var elsewhere = await client.LoginElsewhereAsync();

        await Answer.ExpectStatusAsync(200, await PostAsync("/oauth/revoke", ("token", byRefreshToken ? client.Tokens.Refresh : client.Tokens.Access), ("token_type_hint", "nonsense")));

        Assert.False(await client.IsAcceptedAsync());
        await Answer.ExpectProblemAsync(401, "session_ended", await client.TryRefreshAsync(client.Tokens.Refresh));
        Assert.True(await elsewhere.IsAcceptedAsync());

        // The audit has the event of a logout.
        var loggedOut = (await elsewhere.ListEventsAsync()).First(static happened => (string?)happened!["event"] == "logged_out")!;
        Assert.Equal((client.Tokens.SessionId, "127.0.0.1"), ((string?)loggedOut["sessionId"], (string?)loggedOut["ipAddress"]));
    }

    [Theory]
    [InlineData("cardea", 200)]
    [InlineData("", 200)]
    [InlineData("another", 401)]
    public async Task A_client_of_another_name_revokes_nothing(string clientId, int status)
    {
        using var client = await Server.NewClient().RegisterAsync();

        using var answer = await PostAsync("/oauth/revoke", ("token", client.Tokens.Access), ("client_id", clientId));

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(status == 401, await client.IsAcceptedAsync());
        if (status == 401)
        {
            Assert.Equal("invalid_client", (string?)(await Answer.ExpectAsync(401, answer))["error"]);
        }
    }

    [Fact]
    public async Task Revoking_what_is_no_token_is_fine()
    {
        foreach (var token in (string[])["garbage", "cdr_garbage", "a.b.c", new('x', 9_000)])
        {
            await Answer.ExpectStatusAsync(200, await PostAsync("/oauth/revoke", ("token", token)));
        }

        Assert.Equal("invalid_request", (string?)(await Answer.ExpectAsync(400, await PostAsync("/oauth/revoke", ("x", "y"))))["error"]);
    }

    [Fact]
    public async Task A_live_access_token_is_introspected_with_its_claims()
    {
        using var client = await Server.NewClient().RegisterAsync();

        var token = await IntrospectAsync(client.Tokens.Access);

        Assert.True((bool)token["active"]!);
        Assert.Equal("Bearer", (string?)token["token_type"]);
        Assert.Equal(client.Tokens.SessionId, (string?)token["sid"]);
        Assert.Equal(client.Tokens.Id, (string?)token["jti"]);
        Assert.Equal("cardea", (string?)token["client_id"]);
        Assert.NotNull(token["sub"]);
        Assert.NotNull(token["exp"]);
    }

    [Fact]
    public async Task A_live_refresh_token_is_introspected_and_stays_as_it_is()
    {
        using var client = await Server.NewClient().RegisterAsync();

        var token = await IntrospectAsync(client.Tokens.Refresh);

        Assert.True((bool)token["active"]!);
        Assert.Equal("refresh_token", (string?)token["token_type"]);
        Assert.Equal(client.Tokens.SessionId, (string?)token["sid"]);
        var before = client.Tokens;
        await client.RefreshAsync();
        Assert.NotEqual(before.Refresh, client.Tokens.Refresh);
    }

    [Fact]
    public async Task Of_what_is_not_live_nothing_else_is_said()
    {
        using var client = await Server.NewClient().RegisterAsync();
        var (access, refresh) = (client.Tokens.Access, client.Tokens.Refresh);
        await Answer.ExpectStatusAsync(204, await client.PostAsync("/auth/logout", accessToken: access));

        foreach (var token in (string[])[access, refresh, access + "=", refresh[..^1], "garbage", "a.b.c", new('x', 9_000)])
        {
            var answer = await IntrospectAsync(token);
            Assert.Equal(Inactive, answer.AsObject().Select(static member => member.Key));
            Assert.False((bool)answer["active"]!);
        }
    }

    [Fact]
    public async Task Introspection_is_for_resource_apis()
    {
        using var client = await Server.NewClient().RegisterAsync();
        using var answer = await PostAsync("/oauth/introspect", ("token", client.Tokens.Access));

        Assert.Equal("Basic", Assert.Single(answer.Headers.WwwAuthenticate).Scheme);
        Assert.Equal("invalid_client", (string?)(await Answer.ExpectAsync(401, answer))["error"]);
    }

    [Fact]
    public async Task The_metadata_lists_them()
    {
        using var client = Server.NewClient();
        var metadata = await Answer.ExpectAsync(200, await client.SendAsync(HttpMethod.Get, "/.well-known/oauth-authorization-server"));
        foreach (var endpoint in (string[])["token", "revocation", "introspection"])
        {
            var address = new Uri((string)metadata[$"{endpoint}_endpoint"]!);
            using var answer = await client.Http.GetAsync(address, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        }

        Assert.Equal("refresh_token", (string?)Assert.Single(metadata["grant_types_supported"]!.AsArray()));
    }

    private async Task<JsonNode> IntrospectAsync(string token) =>
        await Answer.ExpectAsync(200, await SendAsync("/oauth/introspect", new FormUrlEncodedContent([new("token", token)])));

    private async Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] form)
    {
        using var content = new FormUrlEncodedContent(form.Select(static one => KeyValuePair.Create(one.Name, one.Value)));
        return await Server.Http.PostAsync(new Uri(path, UriKind.Relative), content);
    }

    private async Task<HttpResponseMessage> SendAsync(string path, HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Authorization = FeedReader.Credentials;
        return await Server.Http.SendAsync(request);
    }
}
