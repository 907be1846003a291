using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Administration;

/// <summary>What operators do to users from the command line, beside a running server.</summary>
public abstract class UserCommandTests<TStore>(SharedServer<TStore> shared)
    where TStore : TestStore, new()
{
    [Fact]
    public async Task A_user_is_added_with_a_password_of_standard_input_a_role_and_a_verified_address()
    {
        using var client = shared.NewClient();
        var added = await RunAsync(AuthClient.Password, "users", "add", $" {client.Email.ToUpperInvariant()} ", "--verified", "--role", "admin", "editor");
        await client.LoginAsync(client.Email);

        Assert.Equal("", added.Output);
        var me = await Answer.ExpectAsync(200, await client.GetAsync("/auth/me"));
        Assert.Equal($"Added user {me["id"]}.", added.Errors);
        Assert.True((bool?)me["emailVerified"]);
        Assert.Equal(["admin", "editor"], client.Tokens.Roles);
        await Answer.ExpectAsync(200, await client.GetAsync("/admin/users"));
        var happened = (await Answer.ExpectAsync(200, await client.GetAsync("/auth/events")))["events"]!.AsArray()[^1]!;
        Assert.Equal("added", (string?)happened["event"]);
        Assert.Matches(@"^command line \(.+\) \+admin \+editor$", (string?)happened["detail"]);
    }

    [Fact]
    public async Task A_password_is_made_and_printed_alone()
    {
        using var client = shared.NewClient();
        var added = await RunAsync(null, "users", "add", client.Email, "--generate");

        Assert.Matches("^[0-9A-Za-z]{24}$", added.Output);
        Assert.DoesNotContain(added.Output, added.Errors, StringComparison.Ordinal);
        client.Keep(await Answer.ExpectAsync(200, await client.TryLoginAsync(password: added.Output)));
        Assert.Empty(client.Tokens.Roles);
    }

    [Fact]
    public async Task What_cannot_be_added_is_told_with_the_fix()
    {
        using var client = await shared.NewClient().RegisterAsync();
        var nobody = AuthClient.NewEmail();

        Assert.Contains("there is a user with the e-mail address", await FailAsync(AuthClient.Password, "users", "add", client.Email), StringComparison.OrdinalIgnoreCase);
        Assert.Matches("The email is not acceptable: .+ The password is not acceptable: .+", await FailAsync("too short", "users", "add", "nobody"));
        Assert.Contains("let --generate make one", await FailAsync(null, "users", "add", nobody), StringComparison.Ordinal);
        Assert.Contains("'super admin' is no role", await FailAsync(AuthClient.Password, "users", "add", nobody, "--role", "super admin"), StringComparison.Ordinal);
        await Answer.ExpectProblemAsync(401, "invalid_credentials", await client.PostAsync("/auth/login", new JsonObject { ["email"] = nobody, ["password"] = AuthClient.Password }));
    }

    [Fact]
    public async Task A_user_is_given_roles_and_loses_them()
    {
        using var client = await shared.NewClient().RegisterAsync();
        Assert.Matches($"{client.Email} +no +- +editor ", (await RunAsync(null, "users", "roles", client.Email, "--add", "editor", "admin", "--remove", "admin")).Output + " ");

        await Eventually.HoldsAsync(async () => !await client.IsAcceptedAsync());
        await client.RefreshAsync();
        Assert.Contains("editor", client.Tokens.Roles);
    }

    [Fact]
    public async Task A_user_is_locked_out_and_let_in_again()
    {
        using var client = await shared.NewClient().RegisterAsync();
        Assert.Matches($@"{client.Email} .*\d\d:\d\d:\d\dZ +\d{{4}}-", (await RunAsync(null, "users", "lock", client.Email)).Output);

        await Eventually.HoldsAsync(async () => !await client.IsAcceptedAsync());
        await Answer.ExpectProblemAsync(401, "invalid_credentials", await client.TryLoginAsync());
        Assert.EndsWith(" -", (await RunAsync(null, "users", "unlock", client.Email)).Output, StringComparison.Ordinal);
        using var again = await client.LoginElsewhereAsync();
        var events = (await RunAsync(null, "users", "events", client.Email, "--most", "4")).Output.Split(Environment.NewLine);
        Assert.Equal(["signed_in", "unlocked", "sign_in_failed", "locked"], events[1..].Select(static line => line.Split("  ")[1].Trim()));
        Assert.Matches(@"command line \(.+\)$", events[2]);
    }

    [Fact]
    public async Task All_sessions_of_a_user_are_ended()
    {
        using var laptop = await shared.NewClient().RegisterAsync();
        using var phone = await laptop.LoginElsewhereAsync();
        await RunAsync(null, "sessions", "end", laptop.Email, "--all");

        foreach (var device in (AuthClient[])[laptop, phone])
        {
            await Eventually.HoldsAsync(async () => !await device.IsAcceptedAsync());
            await Answer.ExpectProblemAsync(401, "session_ended", await device.TryRefreshAsync(device.Tokens.Refresh));
        }

        using var again = await laptop.LoginElsewhereAsync();
        Assert.Equal("sessions_ended", (await again.EventsAsync())[1]);
    }

    [Fact]
    public async Task A_user_is_deleted_by_whoever_means_it()
    {
        using var client = await shared.NewClient().RegisterAsync();
        Assert.Contains("say --yes", await FailAsync(null, "users", "delete", client.Email), StringComparison.Ordinal);
        Assert.True(await client.IsAcceptedAsync());
        await RunAsync(null, "users", "delete", client.Email, "--yes");

        await Eventually.HoldsAsync(async () => !await client.IsAcceptedAsync());
        await Answer.ExpectProblemAsync(401, "invalid_credentials", await client.TryLoginAsync());
        await client.RegisterAsync();
    }

    [Fact]
    public async Task A_user_who_is_there_is_found_and_one_who_is_not_is_told()
    {
        Assert.Equal("cardea: There is no user with the e-mail address 'nobody@example.org'.", await FailAsync(null, "sessions", "end", "nobody@example.org", "--all"));
        using var client = await shared.NewClient().RegisterAsync();
        var found = (await RunAsync(null, "users", "list", client.Email.ToUpperInvariant())).Output.Split(Environment.NewLine);
        Assert.Contains(await client.IdAsync(), Assert.Single(found[1..]), StringComparison.Ordinal);
    }

    private async Task<string> FailAsync(string? input, params string[] arguments) => (await RunAsync(1, input, arguments)).Errors;

    private Task<(string Output, string Errors)> RunAsync(string? input, params string[] arguments) => RunAsync(0, input, arguments);

    private async Task<(string Output, string Errors)> RunAsync(int exitCode, string? input, string[] arguments)
    {
        await using var run = shared.Store.Run(arguments);
        if (input is not null)
        {
            await run.WriteLineAsync(input);
        }

        Assert.True(await run.HangUpAsync() == exitCode, $"{run.Output} {run.Errors}");
        return (run.Output, run.Errors);
    }
}
