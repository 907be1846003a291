using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests;

/// <summary>The verbs of the program, beside a running server on the same database.</summary>
public abstract class CommandTests<TStore> : StoreTests<TStore>
    where TStore : TestStore, new()
{
    private CardeaProcess? _server;

    private CardeaProcess Server => _server ?? throw new InvalidOperationException("The server is not running.");

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _server = await Store.StartAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Sweep_prints_what_it_did() =>
        Assert.Matches("sessions +0 +0", await RunAsync("sweep"));

    [Fact]
    public async Task Migrate_has_nothing_left_to_do() =>
        Assert.Contains("0 migrations applied", await RunAsync("migrate"), StringComparison.Ordinal);

    [Fact]
    public async Task A_master_key_is_made_anew_each_time()
    {
        var key = await RunAsync("keys", "master");

        Assert.Equal(32, Convert.FromBase64String(key).Length);
        Assert.NotEqual(key, await RunAsync("keys", "master"));
    }

    [Fact]
    public async Task A_session_that_an_operator_ends_is_refused_by_the_running_server()
    {
        using var client = await Server.NewClient().RegisterAsync("phone");
        Assert.Contains(client.Tokens.SessionId, await RunAsync("sessions", "list", client.Email), StringComparison.Ordinal);

        await RunAsync("sessions", "end", client.Tokens.SessionId);

        await Eventually.HoldsAsync(async () => !await client.IsAcceptedAsync());
        await Answer.ExpectProblemAsync(401, "session_ended", await client.TryRefreshAsync(client.Tokens.Refresh));
        Assert.Contains("no live session", await FailAsync("sessions", "end", client.Tokens.SessionId), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rotated_key_is_published_before_it_signs()
    {
        using var client = await Server.NewClient().RegisterAsync();
        await RunAsync("keys", "rotate");

        await Eventually.HoldsAsync(async () => (await KeysAsync(client)).Length == 2);
        var before = client.Tokens;
        await client.RefreshAsync();
        Assert.Equal(before.KeyId, client.Tokens.KeyId);
        Assert.True(await client.IsAcceptedAsync());
    }

    [Fact]
    public async Task A_retired_key_is_refused_and_another_signs()
    {
        using var client = await Server.NewClient().RegisterAsync();
        var retired = client.Tokens.KeyId;
        await RunAsync("keys", "retire", retired);

        await Eventually.HoldsAsync(async () => !await client.IsAcceptedAsync());
        await client.RefreshAsync();
        Assert.NotEqual(retired, client.Tokens.KeyId);
        Assert.True(await client.IsAcceptedAsync());
        Assert.Contains("no key", await FailAsync("keys", "retire", "unknown"), StringComparison.Ordinal);
    }

    private static async Task<string[]> KeysAsync(AuthClient client) =>
        [.. (await Answer.ExpectAsync(200, await client.SendAsync(HttpMethod.Get, "/.well-known/jwks.json")))["keys"]!.AsArray().Select(static key => (string)key!["kid"]!)];

    private async Task<string> RunAsync(params string[] arguments)
    {
        await using var run = Store.Run(arguments);

        Assert.True(await run.ExitAsync() == 0, run.Output + run.Errors);
        return run.Output;
    }

    private async Task<string> FailAsync(params string[] arguments)
    {
        await using var run = Store.Run(arguments);

        Assert.Equal(1, await run.ExitAsync());
        return run.Errors;
    }
}
