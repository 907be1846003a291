using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Cardea.Server.Tests.Factors;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Administration;

/// <summary>Sign-ins that overtake, and are overtaken by, what ends the sessions of an account; on two servers with one database.</summary>
public abstract class AccountRaceTests<TStore>(AccountNodes<TStore> nodes, Administrator<TStore> admin)
    : IClassFixture<AccountNodes<TStore>>, IClassFixture<Administrator<TStore>>
    where TStore : TestStore, new()
{
    private const int Racers = 6;
    private const string NewPassword = "a staple for the battery of a horse";

    [Theory]
    [InlineData(0)]
    [InlineData(Racers)]
    public async Task No_sign_in_lives_on_after_a_password_change(int answered)
    {
        using var owner = await nodes.RegisterAsync();
        var begun = await RaceAsync(owner, answered, async () => owner.Keep(await Answer.ExpectAsync(200, await ChangePasswordAsync(owner, NewPassword))));

        await AssertDeadAsync(begun);
        Assert.Equal(owner.Tokens.SessionId, (string?)Assert.Single(await owner.SessionsAsync())!["id"]);
        await Answer.ExpectProblemAsync(401, "invalid_credentials", await owner.TryLoginAsync());
        await Answer.ExpectAsync(200, await owner.TryLoginAsync(password: NewPassword));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Racers)]
    public async Task No_sign_in_lives_on_in_a_locked_account(int answered)
    {
        using var owner = await nodes.RegisterAsync();
        var id = await owner.IdAsync();
        var begun = await RaceAsync(owner, answered, () => admin.LockAsync(id));

        await AssertDeadAsync([.. begun, owner.Tokens]);
        Assert.Empty((await admin.GetAsync($"/users/{id}/sessions"))["sessions"]!.AsArray());
        await Answer.ExpectProblemAsync(401, "invalid_credentials", await owner.TryLoginAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Racers)]
    public async Task No_sign_in_lives_on_of_a_deleted_account(int answered)
    {
        using var owner = await nodes.RegisterAsync();
        var password = new JsonObject { ["password"] = AuthClient.Password };
        var begun = await RaceAsync(owner, answered, async () => await Answer.ExpectAsync(204, await owner.AskAsync(HttpMethod.Delete, "/auth/me", password)));

        await AssertDeadAsync([.. begun, owner.Tokens]);
        await Answer.ExpectProblemAsync(401, "invalid_credentials", await owner.TryLoginAsync());
        await owner.RegisterAsync();
        Assert.Single(await owner.SessionsAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Racers)]
    public async Task No_sign_in_by_password_alone_lives_on_beside_a_second_factor(int answered)
    {
        using var owner = await nodes.RegisterAsync();
        var app = await AuthenticatorApp.BeginAsync(owner);
        var begun = await RaceAsync(owner, answered, async () => await Answer.ExpectAsync(200, await AuthenticatorApp.ConfirmAsync(owner, app.NextCode(), endOthers: true)));

        await AssertDeadAsync(begun);
        Assert.Single(await owner.SessionsAsync());
        await FirstStep.ShowPasswordAsync(owner);
    }

    // The sessions live on, with the roles of now: no access token of before is taken, and no refresh gives the roles of before.
    [Theory]
    [InlineData(0)]
    [InlineData(Racers)]
    public async Task Every_sign_in_has_the_roles_that_were_given_meanwhile(int answered)
    {
        using var owner = await nodes.RegisterAsync();
        var id = await owner.IdAsync();
        var begun = await RaceAsync(owner, answered, () => admin.SetRolesAsync(id, "editor"));
        foreach (var tokens in begun.Append(owner.Tokens))
        {
            if (tokens.Roles.Length == 0)
            {
                await AssertRefusedAsync(tokens);
            }

            Assert.Equal(["editor"], Tokens.Of(await Answer.ExpectAsync(200, await nodes.Clients[1].TryRefreshAsync(tokens.Refresh))).Roles);
        }
    }

    // Until 2026-11-27 18 of 28 lived on.
    [Theory]
    [InlineData("/auth/logout-all")]
    [InlineData("/auth/logout-others")]
    public async Task No_sign_in_that_was_overtaken_by_an_end_of_all_sessions_lives_on(string path)
    {
        using var owner = await nodes.RegisterAsync();
        var signingIn = Enumerable.Range(0, 28)
            .Select(racer => nodes.Clients[racer % 2].PostAsync("/auth/login", Credentials(owner.Email, AuthClient.Password)))
            .ToArray();

        // Ten have had their turn at the hash: all others have been read by now, and wait for it. One that is read later may live.
        await foreach (var answered in Task.WhenEach(signingIn).Take(10))
        {
            await answered;
        }

        await Answer.ExpectAsync(204, await owner.AskAsync(HttpMethod.Post, path));

        var answers = await Task.WhenAll(signingIn);
        List<Tokens> begun = [];
        foreach (var answer in answers.Where(static answer => answer.IsSuccessStatusCode))
        {
            begun.Add(Tokens.Of(await Answer.ExpectAsync(200, answer)));
        }

        Assert.NotEqual(28, begun.Count);
        await AssertDeadAsync([.. begun]);
        await Answer.ExpectStatusAsync(200, await owner.TryLoginAsync());
    }

    [Fact]
    public async Task Of_twenty_registrations_at_once_one_makes_the_account()
    {
        var email = AuthClient.NewEmail();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(racer =>
            nodes.Clients[racer % 2].PostAsync("/auth/register", Credentials(racer % 3 == 0 ? email.ToUpperInvariant() : email, AuthClient.Password))));

        Assert.Equal([201, .. Enumerable.Repeat(409, 19)], answers.Select(static answer => (int)answer.StatusCode).Order());
        Assert.Single((await admin.GetAsync($"/users?search={email}"))["users"]!.AsArray());
    }

    [Fact]
    public async Task Of_two_password_changes_at_once_one_counts()
    {
        using var laptop = await nodes.RegisterAsync();
        using var phone = await nodes.LoginAsync(laptop.Email);
        AuthClient[] devices = [laptop, phone];
        string[] passwords = [$"{NewPassword} one", $"{NewPassword} two"];

        var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(i => ChangePasswordAsync(devices[i], passwords[i])));

        Assert.Equal([200, 401], answers.Select(static answer => (int)answer.StatusCode).Order());
        var winner = Array.FindIndex(answers, static answer => answer.IsSuccessStatusCode);
        devices[winner].Keep(await Answer.ExpectAsync(200, answers[winner]));
        Assert.Single(await devices[winner].SessionsAsync());
        await AssertDeadAsync([devices[1 - winner].Tokens]);
        await Answer.ExpectProblemAsync(401, "invalid_credentials", await laptop.TryLoginAsync(password: passwords[1 - winner]));
        await Answer.ExpectAsync(200, await laptop.TryLoginAsync(password: passwords[winner]));
    }

    private static JsonObject Credentials(string email, string password) => new() { ["email"] = email, ["password"] = password };

    private static Task<HttpResponseMessage> ChangePasswordAsync(AuthClient client, string password) => client.AskAsync(
        HttpMethod.Post, "/auth/password/change", new JsonObject { ["currentPassword"] = AuthClient.Password, ["newPassword"] = password });

    /// <summary>Signs in over and over on both servers, and makes the change when that has been answered so often.</summary>
    /// <returns>What those got who got something.</returns>
    private async Task<Tokens[]> RaceAsync(AuthClient owner, int answered, Func<Task> change)
    {
        ConcurrentBag<Tokens> begun = [];
        TaskCompletionSource started = new();
        TaskCompletionSource changed = new();
        var racing = Enumerable.Range(0, Racers).Select(LoginUntilRefusedAsync).ToArray();
        if (answered > 0)
        {
            await started.Task;
        }

        try
        {
            await change();
        }
        finally
        {
            changed.SetResult();
        }

        await Task.WhenAll(racing);
        Assert.True(begun.Count >= answered, $"{begun.Count} have signed in, and {answered} did before the change.");
        return [.. begun];

        // At every moment of the change there is a sign-in of each under way.
        async Task LoginUntilRefusedAsync(int racer)
        {
            while (!changed.Task.IsCompleted)
            {
                var answer = await nodes.Clients[racer % 2].PostAsync("/auth/login", Credentials(owner.Email, AuthClient.Password));
                Assert.Contains((int)answer.StatusCode, (int[])[200, 401, 403]);
                if (!answer.IsSuccessStatusCode)
                {
                    return;
                }

                begun.Add(Tokens.Of(await Answer.ExpectAsync(200, answer)));
                if (begun.Count >= answered)
                {
                    started.TrySetResult();
                }
            }
        }
    }

    private async Task AssertDeadAsync(Tokens[] begun)
    {
        foreach (var tokens in begun)
        {
            await Answer.ExpectProblemAsync(401, "session_ended", await nodes.Clients[0].TryRefreshAsync(tokens.Refresh));
            await AssertRefusedAsync(tokens);
        }
    }

    private Task AssertRefusedAsync(Tokens tokens) => Eventually.HoldsAsync(async () =>
    {
        foreach (var client in nodes.Clients)
        {
            using var answer = await client.GetAsync("/auth/verify", tokens.Access);
            if (answer.IsSuccessStatusCode)
            {
                return false;
            }
        }

        return true;
    });
}
