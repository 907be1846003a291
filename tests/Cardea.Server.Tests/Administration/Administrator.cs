using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Administration;

/// <summary>Somebody who was given the role from the command line, beside the running server that tests share.</summary>
public sealed class Administrator<TStore>(SharedServer<TStore> shared) : IAsyncLifetime
    where TStore : TestStore, new()
{
    private AuthClient? _client;

    internal AuthClient Client
    {
        get
        {
            shared.Store.SkipIfMissing();
            return _client ?? throw new InvalidOperationException("There is no administrator yet.");
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (shared.IsMissing)
        {
            return;
        }

        var email = AuthClient.NewEmail();
        await using var run = shared.Store.Run(["users", "add", email, "--role", "admin"]);
        await run.WriteLineAsync(AuthClient.Password);
        Assert.True(await run.HangUpAsync() == 0, run.Errors);
        _client = shared.NewClient();
        await _client.LoginAsync(email);
    }

    public ValueTask DisposeAsync()
    {
        _client?.Dispose();
        return ValueTask.CompletedTask;
    }

    internal Task<HttpResponseMessage> AskAsync(HttpMethod method, string path, JsonNode? body = null) => Client.AskAsync(method, $"/admin{path}", body);

    internal async Task<JsonNode> GetAsync(string path) => await Answer.ExpectAsync(200, await AskAsync(HttpMethod.Get, path));

    internal async Task<JsonNode> LockAsync(string id) => await Answer.ExpectAsync(200, await AskAsync(HttpMethod.Post, $"/users/{id}/lock"));

    internal async Task<JsonNode> UnlockAsync(string id) => await Answer.ExpectAsync(200, await AskAsync(HttpMethod.Post, $"/users/{id}/unlock"));

    internal async Task<JsonNode> SetRolesAsync(string id, params string[] roles) =>
        await Answer.ExpectAsync(200, await AskAsync(HttpMethod.Put, $"/users/{id}/roles", Roles(roles)));

    internal static JsonObject Roles(params string?[] roles) => new() { ["roles"] = new JsonArray([.. roles.Select(static role => (JsonNode?)role)]) };
}
