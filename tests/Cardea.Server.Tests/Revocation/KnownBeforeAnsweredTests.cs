using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;
using Cardea.TestSupport;

namespace Cardea.Server.Tests.Revocation;

/// <summary>
/// A node that answers that something has ended, or was recalled, refuses the access token from then on: it waits for no feed.
/// The listeners of the nodes are stopped, so that the feed itself takes up to a second.
/// </summary>
public sealed class KnownBeforeAnsweredTests : IAsyncLifetime
{
    private const int Rounds = 3;

    private Nodes? _nodes;
    private AuthClient? _admin;
    private IReadOnlyList<int> _silent = [];

    private Nodes Nodes => _nodes!;

    private AuthClient Admin => _admin!;

    public async ValueTask InitializeAsync()
    {
        _nodes = await Nodes.StartAsync(2, ("Cardea__RefreshGrace", "00:00:01"));
        _admin = await _nodes.RegisterAsync(0);
        await _nodes.RunAsync("users", "roles", _admin.Email, "--add", "admin");
        await _admin.LoginAsync(_admin.Email);
        await Nodes.EventuallyAsync(async () => (await _nodes.FindListenersAsync()).Count == 2);
        _silent = await _nodes.FindListenersAsync();
        await PostgreSqlPrograms.SignalAsync("STOP", _silent);
    }

    public async ValueTask DisposeAsync()
    {
        await PostgreSqlPrograms.SignalAsync("CONT", _silent);
        _admin?.Dispose();
        await Nodes.DisposeAsync();
    }

    [Fact]
    public Task A_refresh() => AfterLogoutAsync(static (client, other) =>
        Answer.ExpectProblemAsync(401, "session_ended", other.TryRefreshAsync(client.Tokens.Refresh)));

    [Fact]
    public Task A_logout() => AfterLogoutAsync(static (client, other) =>
        Answer.ExpectStatusAsync(204, other.PostAsync("/auth/logout", accessToken: client.Tokens.Access)));

    [Fact]
    public Task A_revocation() => AfterLogoutAsync(static (client, other) => Answer.ExpectStatusAsync(200, other.SendAsync(
        HttpMethod.Post, "/oauth/revoke", new FormUrlEncodedContent([new("token", client.Tokens.Refresh)]))));

    [Fact]
    public Task An_introspection() => AfterLogoutAsync(static async (client, other) =>
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/introspect")
        {
            Content = new FormUrlEncodedContent([new("token", client.Tokens.Refresh)]),
            Headers = { Authorization = FeedReader.Credentials },
        };
        using var answer = await other.Http.SendAsync(request);
        Assert.False((bool)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["active"]!);
    });

    [Fact]
    public Task Ending_the_session_from_another_one() => AfterLogoutAsync(static (client, other) =>
        Answer.ExpectStatusAsync(404, other.AskAsync(HttpMethod.Delete, $"/auth/sessions/{client.Tokens.SessionId}")));

    [Theory]
    [InlineData("/auth/logout-all")]
    [InlineData("/auth/logout-others")]
    public Task Ending_all_sessions(string path) => AfterLogoutAsync((_, other) =>
        Answer.ExpectStatusAsync(204, other.AskAsync(HttpMethod.Post, path)));

    [Trait("Run", "full")]
    [Fact]
    public Task Who_is_signed_in_of_a_deleted_account() => InRoundsAsync(async (client, other) =>
    {
        await Answer.ExpectStatusAsync(204, client.AskAsync(HttpMethod.Delete, "/auth/me", new JsonObject { ["password"] = AuthClient.Password }));
        await Answer.ExpectStatusAsync(401, other.GetAsync("/auth/me", client.Tokens.Access));
    });

    [Trait("Run", "full")]
    [Fact]
    public Task A_second_lock() => InRoundsAsync(async (client, _) =>
    {
        var id = await client.IdAsync();
        await Answer.ExpectStatusAsync(200, Admin.AskAsync(HttpMethod.Post, $"/admin/users/{id}/lock"));
        await Answer.ExpectStatusAsync(200, AskElsewhereAsync(HttpMethod.Post, $"/admin/users/{id}/lock"));
    });

    [Trait("Run", "full")]
    [Fact]
    public Task Roles_that_are_as_asked_already() => InRoundsAsync(async (client, _) =>
    {
        var id = await client.IdAsync();
        JsonObject Roles() => new() { ["roles"] = new JsonArray("writer") };
        await Answer.ExpectStatusAsync(200, Admin.AskAsync(HttpMethod.Put, $"/admin/users/{id}/roles", Roles()));
        await Answer.ExpectStatusAsync(200, AskElsewhereAsync(HttpMethod.Put, $"/admin/users/{id}/roles", Roles()));
    });

    [Trait("Run", "full")]
    [Fact]
    public Task A_repeat_after_a_reissue_that_nobody_heard_of() => InRoundsAsync(async (client, other) =>
    {
        var token = client.Tokens.Refresh;
        client.Keep(await Answer.ExpectAsync(200, await client.TryRefreshAsync(token)));
        await Task.Delay(TimeSpan.FromSeconds(1.2), TestContext.Current.CancellationToken);
        await Answer.ExpectStatusAsync(200, client.TryRefreshAsync(token));
        await Answer.ExpectStatusAsync(200, other.TryRefreshAsync(token));
    });

    [Fact]
    public async Task A_request_for_somebody_elses_session_teaches_a_node_nothing()
    {
        using var client = await Nodes.RegisterAsync(0);
        using var stranger = await Nodes.RegisterAsync(1);
        await Answer.ExpectStatusAsync(404, stranger.AskAsync(HttpMethod.Delete, $"/auth/sessions/{client.Tokens.SessionId}"));

        await Answer.ExpectStatusAsync(204, stranger.GetAsync("/auth/verify", client.Tokens.Access));
    }

    /// <summary>The session is logged out at the first node, and the second is asked for something that says so.</summary>
    private Task AfterLogoutAsync(Func<AuthClient, AuthClient, Task> ask) => InRoundsAsync(async (client, other) =>
    {
        await Answer.ExpectStatusAsync(204, client.PostAsync("/auth/logout", accessToken: client.Tokens.Access));
        await ask(client, other);
    });

    private async Task InRoundsAsync(Func<AuthClient, AuthClient, Task> ask)
    {
        for (var round = 0; round < Rounds; round++)
        {
            using var client = await Nodes.RegisterAsync(0);
            using var other = await Nodes[1].NewClient().LoginAsync(client.Email);
            await Answer.ExpectStatusAsync(204, other.GetAsync("/auth/verify", client.Tokens.Access));
            await ask(client, other);
            await Answer.ExpectStatusAsync(401, other.GetAsync("/auth/verify", client.Tokens.Access));
        }
    }

    private async Task<HttpResponseMessage> AskElsewhereAsync(HttpMethod method, string path, JsonNode? body = null)
    {
        using var elsewhere = Nodes[1].NewClient();
        using var content = body is null ? null : JsonContent.Create(body);
        return await elsewhere.SendAsync(method, path, content, Admin.Tokens.Access);
    }
}
