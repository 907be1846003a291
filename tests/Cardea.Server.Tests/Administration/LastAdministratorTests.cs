using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Administration;

/// <summary>The last enabled administrator, and what operators do to keys: over HTTP, and from the command line.</summary>
public abstract class LastAdministratorTests<TStore> : StoreTests<TStore>
    where TStore : TestStore, new()
{
    private static readonly (string, string) Issuer = ("Cardea__Issuer", "http://issuer.example");

    [Fact]
    public async Task The_last_one_goes_by_force_from_the_command_line_alone()
    {
        await using var server = await Store.StartAsync(Issuer);
        using var admin = await server.NewClient().RegisterAsync();
        await RunAsync(0, "users", "roles", admin.Email, "--add", "admin");
        await admin.LoginAsync(admin.Email);
        var user = $"/admin/users/{await admin.IdAsync()}";

        foreach (var (method, path, body) in ((HttpMethod, string, JsonObject?)[])
        [
            (HttpMethod.Post, $"{user}/lock", null), (HttpMethod.Put, $"{user}/roles", new() { ["roles"] = new JsonArray("editor") }),
            (HttpMethod.Delete, user, null), (HttpMethod.Delete, "/auth/me", new() { ["password"] = AuthClient.Password }),
        ])
        {
            await Answer.ExpectProblemAsync(409, "last_administrator", await admin.AskAsync(method, path, body));
        }

        Assert.Equal(["admin"], (await Answer.ExpectAsync(200, await admin.GetAsync(user)))["roles"]!.AsArray().Select(static role => (string?)role));
        foreach (var command in (string[][])[["users", "lock", admin.Email], ["users", "roles", admin.Email, "--remove", "admin"], ["users", "delete", admin.Email, "--yes"]])
        {
            Assert.Contains("--force", await RunAsync(1, command), StringComparison.Ordinal);
        }

        await RunAsync(0, "users", "lock", admin.Email, "--force");
        await RunAsync(0, "users", "unlock", admin.Email);
        await RunAsync(0, "users", "roles", admin.Email, "--remove", "admin", "--force");
        await RunAsync(0, "users", "roles", admin.Email, "--add", "admin");
        await RunAsync(0, "users", "delete", admin.Email, "--yes", "--force");
    }

    [Fact]
    public async Task Beside_another_one_an_administrator_goes()
    {
        await using var server = await Store.StartAsync(Issuer);
        using var admin = await server.NewClient().RegisterAsync();
        using var other = await server.NewClient().RegisterAsync();
        var user = $"/admin/users/{await other.IdAsync()}";
        await RunAsync(0, "users", "roles", admin.Email, "--add", "admin");
        await RunAsync(0, "users", "roles", other.Email, "--add", "admin");
        await admin.LoginAsync(admin.Email);

        await Answer.ExpectAsync(200, await admin.AskAsync(HttpMethod.Put, $"{user}/roles", new JsonObject { ["roles"] = new JsonArray() }));
        await Answer.ExpectAsync(204, await admin.AskAsync(HttpMethod.Delete, user));
        await Answer.ExpectProblemAsync(409, "last_administrator", await admin.DeleteAccountAsync());
    }

    [Fact]
    public async Task Changes_of_keys_are_events_that_name_the_operator()
    {
        await using var server = await Store.StartAsync(Issuer);
        using var admin = await server.NewClient().RegisterAsync();
        await RunAsync(0, "users", "roles", admin.Email, "--add", "admin");
        await admin.LoginAsync(admin.Email);
        var id = await admin.IdAsync();
        var keys = (await Answer.ExpectAsync(200, await admin.GetAsync("/admin/keys")))["keys"]!.AsArray();
        var refreshKey = (string)keys.Last(static key => (string?)key!["makes"] == "refresh_token")!["id"]!;

        await Answer.ExpectAsync(200, await admin.AskAsync(HttpMethod.Post, "/admin/keys/rotate"));
        await Answer.ExpectStatusAsync(204, await admin.AskAsync(HttpMethod.Delete, $"/admin/keys/{refreshKey}"));
        await Answer.ExpectProblemAsync(404, "key_not_found", await admin.AskAsync(HttpMethod.Delete, $"/admin/keys/{refreshKey}"));

        var events = (await Answer.ExpectAsync(200, await admin.GetAsync("/admin/events")))["events"]!.AsArray();
        Assert.Equal(
            [$"key_retired user {id} {refreshKey}", $"keys_rotated user {id}"],
            events.Where(static one => ((string)one!["event"]!).StartsWith("key", StringComparison.Ordinal)).Select(static one => $"{one!["event"]} {one["detail"]}"));
        Assert.DoesNotContain("keys_rotated", await admin.EventsAsync());

        // The keys of before are those that wait since.
        var waiting = (await Answer.ExpectAsync(200, await admin.GetAsync("/admin/keys")))["keys"]!.AsArray().Last(static key => (string?)key!["makes"] == "refresh_token")!["id"]!;
        await RunAsync(0, "keys", "retire", (string)waiting!);
        events = (await Answer.ExpectAsync(200, await admin.GetAsync("/admin/events")))["events"]!.AsArray();
        Assert.Equal(("key_retired", $"command line ({Environment.UserName}) {waiting}"), ((string?)events[0]!["event"], (string?)events[0]!["detail"]));
    }

    private async Task<string> RunAsync(int exitCode, params string[] arguments)
    {
        await using var run = Store.Run(arguments);
        Assert.True(await run.ExitAsync() == exitCode, run.Output + run.Errors);
        return run.Output + run.Errors;
    }
}
