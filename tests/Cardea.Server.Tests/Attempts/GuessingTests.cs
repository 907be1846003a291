using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Attempts;

/// <summary>How often a password may be guessed: ten times, on two nodes and over every path together.</summary>
public abstract class GuessingTests<TStore> : NodeStoreTests<TStore>
    where TStore : TestStore, new()
{
    private const int Limit = 10;

    [Fact]
    public async Task Of_two_hundred_guesses_at_once_on_two_nodes_ten_are_looked_at()
    {
        CardeaProcess[] nodes = [await StartAsync(), await StartAsync()];
        using var owner = await nodes[0].NewClient().RegisterAsync();
        using var bystander = await nodes[0].NewClient().RegisterAsync();
        var clients = Array.ConvertAll(nodes, static node => node.NewClient());

        var guesses = await Task.WhenAll(Enumerable.Range(0, 200).Select(async number =>
        {
            using var answer = await GuessAsync(clients[number % 2], owner.Email, $"the wrong password {number}");
            return (int)answer.StatusCode;
        }));

        // Who finds the queue for hashing full has not guessed.
        Assert.Empty(guesses.Except([401, 429, 503]));
        var looked = guesses.Count(static status => status == 401);
        Assert.InRange(looked, 1, Limit);
        for (; looked < Limit; looked++)
        {
            await Answer.ExpectProblemAsync(401, "invalid_credentials", await GuessAsync(clients[0], owner.Email, "another wrong password"));
        }

        foreach (var client in clients)
        {
            await ExpectRefusalAsync(await GuessAsync(client, owner.Email, AuthClient.Password));
            client.Dispose();
        }

        // The owner has a device that has signed in before.
        Assert.True(await owner.IsAcceptedAsync());
        await owner.RefreshAsync();
        await owner.LoginAsync(owner.Email);
        using var elsewhere = await bystander.LoginElsewhereAsync();
    }

    [Fact]
    public async Task A_restart_forgets_no_guess()
    {
        var server = await StartAsync();
        using var owner = await server.NewClient().RegisterAsync();
        using var stranger = server.NewClient();
        for (var guess = 1; guess < Limit; guess++)
        {
            await Answer.ExpectProblemAsync(401, "invalid_credentials", await GuessAsync(stranger, owner.Email, "the wrong password"));
        }

        await server.KillAsync();
        await using var next = await Store.StartAsync();
        using var client = next.NewClient();

        await Answer.ExpectProblemAsync(401, "invalid_credentials", await GuessAsync(client, owner.Email, "the wrong password"));
        await ExpectRefusalAsync(await GuessAsync(client, owner.Email, AuthClient.Password));
    }

    [Fact]
    public async Task Every_path_that_checks_a_password_counts()
    {
        var server = await StartAsync(("Cardea__Attempts__PerAccount", "6"));
        using var owner = await server.NewClient().RegisterAsync();
        (string Path, Func<string, JsonObject> Body)[] places =
        [
            ("/auth/reauthenticate", static password => new() { ["password"] = password }),
            ("/auth/password/change", static password => new() { ["currentPassword"] = password, ["newPassword"] = "another good password" }),
            ("/auth/email/change", static password => new() { ["newEmail"] = AuthClient.NewEmail(), ["password"] = password }),
        ];
        foreach (var (path, body) in places.Concat(places))
        {
            await Answer.ExpectProblemAsync(401, "invalid_credentials", await owner.PostAsync(path, body("the wrong password"), owner.Tokens.Access));
        }

        foreach (var (path, body) in places)
        {
            await ExpectRefusalAsync(await owner.PostAsync(path, body(AuthClient.Password), owner.Tokens.Access));
        }

        Assert.True(await owner.IsAcceptedAsync());
    }

    [Fact]
    public async Task A_network_guesses_at_all_accounts_together()
    {
        var node = await StartAsync(("Cardea__Attempts__PerNetwork", "10"), ("Cardea__KnownProxies__0", "127.0.0.1"));
        for (var guess = 0; guess < 10; guess++)
        {
            await Answer.ExpectProblemAsync(401, "invalid_credentials", await GuessFromAsync(node, $"2001:db8::{guess}"));
        }

        await ExpectRefusalAsync(await GuessFromAsync(node, "2001:db8::ffff:1"));

        // A customer with a /56 has many /64.
        for (var guess = 10; guess < 40; guess++)
        {
            await Answer.ExpectProblemAsync(401, "invalid_credentials", await GuessFromAsync(node, $"2001:db8:0:{guess:x}::1"));
        }

        await ExpectRefusalAsync(await GuessFromAsync(node, "2001:db8:0:1::1"));
        await Answer.ExpectProblemAsync(401, "invalid_credentials", await GuessFromAsync(node, "2001:db8:0:100::1"));
        await Answer.ExpectProblemAsync(401, "invalid_credentials", await GuessFromAsync(node, "192.0.2.1"));
    }

    [Fact]
    public async Task Nobody_gets_another_network_by_a_header()
    {
        var node = await StartAsync(("Cardea__Attempts__PerNetwork", "10"));
        for (var guess = 0; guess < 10; guess++)
        {
            await Answer.ExpectProblemAsync(401, "invalid_credentials", await GuessFromAsync(node, $"198.51.100.{guess}"));
        }

        await ExpectRefusalAsync(await GuessFromAsync(node, "192.0.2.1"));
    }

    [Fact]
    public async Task Whoever_can_not_sign_in_gets_one_answer_and_whoever_guesses_too_often_another()
    {
        var server = await StartAsync();
        using var locked = await server.NewClient().RegisterAsync();
        using var unverified = await server.NewClient().RegisterAsync();
        await using (var command = Store.Run(["users", "lock", locked.Email]))
        {
            Assert.Equal(0, await command.ExitAsync());
        }

        (string Email, string Password)[] refused =
        [
            (AuthClient.NewEmail(), AuthClient.Password),
            ("no address", AuthClient.Password),
            (unverified.Email, "the wrong password"),
            (locked.Email, AuthClient.Password),
            (locked.Email, "the wrong password"),
        ];
        var bodies = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (email, password) in refused)
        {
            bodies.Add((await Answer.ExpectProblemAsync(401, "invalid_credentials", await GuessAsync(locked, email, password))).ToJsonString());
        }

        Assert.Single(bodies);
        using var elsewhere = await unverified.LoginElsewhereAsync();

        var unknown = AuthClient.NewEmail();
        foreach (var email in (string[])[unknown, unverified.Email, locked.Email])
        {
            await GuessTooOftenAsync(server, email);
        }
    }

    private static async Task GuessTooOftenAsync(CardeaProcess server, string email)
    {
        using var stranger = server.NewClient();
        for (var guess = 0; guess < Limit; guess++)
        {
            using var answer = await GuessAsync(stranger, email, "the wrong password");
        }

        await ExpectRefusalAsync(await GuessAsync(stranger, email, AuthClient.Password));
    }

    private static Task<HttpResponseMessage> GuessAsync(AuthClient client, string email, string password) =>
        client.PostAsync("/auth/login", new JsonObject { ["email"] = email, ["password"] = password });

    private static async Task ExpectRefusalAsync(HttpResponseMessage answer)
    {
        Assert.InRange(answer.Headers.RetryAfter?.Delta ?? TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        await Answer.ExpectProblemAsync(429, "too_many_attempts", answer);
    }

    /// <summary>A guess at an account of its own, from where a proxy would say it comes.</summary>
    private static async Task<HttpResponseMessage> GuessFromAsync(CardeaProcess node, string address)
    {
        using var client = node.NewClient();
        client.Http.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return await GuessAsync(client, AuthClient.NewEmail(), "the wrong password");
    }

    private Task<CardeaProcess> StartAsync(params (string Name, string Value)[] settings) =>
        StartNodeAsync([("Cardea__Attempts__PerNetwork", "1000"), .. settings]);
}
