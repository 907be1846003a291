using System.Text.Json.Nodes;
using Cardea.Server.Tests.Factors;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Administration;

/// <summary>Sign-ins that overtake, and are overtaken by, what ends the sessions of an account; on two servers with one database.</summary>
public abstract class AccountRaceTests<TStore> : StoreTests<TStore>
    where TStore : TestStore, new()
{
    private const int Racers = 12;
    private const string NewPassword = "a staple for the battery of a horse";

    // The change comes first, in the midst, and near the end.
    private static readonly int[] SignedInBefore = [0, 1, Racers - 3];

    private readonly List<CardeaProcess> _nodes = [];
    private readonly List<AuthClient> _clients = [];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        for (var node = 0; node < 2; node++)
        {
            _nodes.Add(await Store.StartAsync(
                ("Cardea__Issuer", PostgreSqlStore.Issuer), ("Cardea__Attempts__PerAccount", "1000"), ("Cardea__Attempts__PerNetwork", "100000")));
            _clients.Add(_nodes[node].NewClient());
        }
    }

    public override async ValueTask DisposeAsync()
    {
        _clients.ForEach(static client => client.Dispose());
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Nothing_that_was_signed_in_lives_on_when_the_account_changes()
    {
        using var admin = await _nodes[1].NewClient().LoginAsync(await AddAdministratorAsync());
        foreach (var answered in SignedInBefore)
        {
            await AssertPasswordChangeEndsAllAsync(answered);
            await AssertLockEndsAllAsync(answered, admin);
            await AssertDeletionEndsAllAsync(answered);
            await AssertSecondFactorEndsAllAsync(answered);
            await AssertRolesReachAllAsync(answered, admin);
        }
    }

    [Fact]
    public async Task Of_twenty_registrations_at_once_one_makes_the_account()
    {
        var email = AuthClient.NewEmail();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(racer =>
            _clients[racer % 2].PostAsync("/auth/register", Credentials(racer % 3 == 0 ? email.ToUpperInvariant() : email, AuthClient.Password))));

        Assert.Equal([201, .. Enumerable.Repeat(409, 19)], answers.Select(static answer => (int)answer.StatusCode).Order());
        await using var run = Store.Run(["users", "list", email]);
        Assert.Equal(0, await run.ExitAsync());
        Assert.Equal(2, run.Output.Split(Environment.NewLine).Length);
    }

    [Fact]
    public async Task Of_two_password_changes_at_once_one_counts()
    {
        using var laptop = await _nodes[0].NewClient().RegisterAsync();
        using var phone = await _nodes[1].NewClient().LoginAsync(laptop.Email);
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

    private async Task AssertPasswordChangeEndsAllAsync(int answered)
    {
        using var owner = await _nodes[0].NewClient().RegisterAsync();
        var begun = await RaceAsync(owner, answered, async () => owner.Keep(await Answer.ExpectAsync(200, await ChangePasswordAsync(owner, NewPassword))));

        await AssertDeadAsync(begun);
        Assert.Equal(owner.Tokens.SessionId, (string?)Assert.Single(await owner.SessionsAsync())!["id"]);
        await Answer.ExpectProblemAsync(401, "invalid_credentials", await owner.TryLoginAsync());
        await Answer.ExpectAsync(200, await owner.TryLoginAsync(password: NewPassword));
    }

    private async Task AssertLockEndsAllAsync(int answered, AuthClient admin)
    {
        using var owner = await _nodes[0].NewClient().RegisterAsync();
        var path = $"/admin/users/{await owner.IdAsync()}";
        var begun = await RaceAsync(owner, answered, async () => await Answer.ExpectAsync(200, await admin.AskAsync(HttpMethod.Post, $"{path}/lock")));

        await AssertDeadAsync([.. begun, owner.Tokens]);
        Assert.Empty((await Answer.ExpectAsync(200, await admin.GetAsync($"{path}/sessions")))["sessions"]!.AsArray());
        await Answer.ExpectProblemAsync(401, "invalid_credentials", await owner.TryLoginAsync());
    }

    private async Task AssertDeletionEndsAllAsync(int answered)
    {
        using var owner = await _nodes[0].NewClient().RegisterAsync();
        var password = new JsonObject { ["password"] = AuthClient.Password };
        var begun = await RaceAsync(owner, answered, async () => await Answer.ExpectAsync(204, await owner.AskAsync(HttpMethod.Delete, "/auth/me", password)));

        await AssertDeadAsync([.. begun, owner.Tokens]);
        await Answer.ExpectProblemAsync(401, "invalid_credentials", await owner.TryLoginAsync());
        await owner.RegisterAsync();
        Assert.Single(await owner.SessionsAsync());
    }

    private async Task AssertSecondFactorEndsAllAsync(int answered)
    {
        using var owner = await _nodes[0].NewClient().RegisterAsync();
        var app = await AuthenticatorApp.BeginAsync(owner);
        var begun = await RaceAsync(owner, answered, async () => await Answer.ExpectAsync(200, await AuthenticatorApp.ConfirmAsync(owner, app.NextCode())));

        await AssertDeadAsync(begun);
        Assert.Single(await owner.SessionsAsync());
        await FirstStep.ShowPasswordAsync(owner);
    }

    // The sessions live on, with the roles of now: no access token of before is taken, and no refresh gives the roles of before.
    private async Task AssertRolesReachAllAsync(int answered, AuthClient admin)
    {
        using var owner = await _nodes[0].NewClient().RegisterAsync();
        var path = $"/admin/users/{await owner.IdAsync()}/roles";
        var begun = await RaceAsync(
            owner, answered, async () => await Answer.ExpectAsync(200, await admin.AskAsync(HttpMethod.Put, path, new JsonObject { ["roles"] = new JsonArray("editor") })));
        foreach (var tokens in begun.Append(owner.Tokens))
        {
            if (tokens.Roles.Length == 0)
            {
                await AssertRefusedAsync(tokens);
            }

            Assert.Equal(["editor"], Tokens.Of(await Answer.ExpectAsync(200, await _clients[1].TryRefreshAsync(tokens.Refresh))).Roles);
        }
    }

    /// <summary>Signs in many times on both servers, and makes the change when some of them were answered.</summary>
    /// <returns>What those got who got something.</returns>
    private async Task<Tokens[]> RaceAsync(AuthClient owner, int answered, Func<Task> change)
    {
        var racing = Enumerable.Range(0, Racers)
            .Select(racer => _clients[racer % 2].PostAsync("/auth/login", Credentials(owner.Email, AuthClient.Password))).ToArray();
        while (racing.Count(static login => login.IsCompleted) < answered)
        {
            await Task.WhenAny(racing.Where(static login => !login.IsCompleted));
        }

        await change();
        List<Tokens> begun = [];
        foreach (var login in racing)
        {
            var answer = await login;
            Assert.Contains((int)answer.StatusCode, (int[])[200, 401, 403]);
            if (answer.IsSuccessStatusCode)
            {
                begun.Add(Tokens.Of(await Answer.ExpectAsync(200, answer)));
            }
        }

        Assert.True(begun.Count >= answered, $"Of {Racers}, {begun.Count} have signed in, and {answered} did before the change.");
        return [.. begun];
    }

    private async Task AssertDeadAsync(Tokens[] begun)
    {
        foreach (var tokens in begun)
        {
            await Answer.ExpectProblemAsync(401, "session_ended", await _clients[0].TryRefreshAsync(tokens.Refresh));
            await AssertRefusedAsync(tokens);
        }
    }

    private Task AssertRefusedAsync(Tokens tokens) => Eventually.HoldsAsync(async () =>
    {
        foreach (var client in _clients)
        {
            using var answer = await client.GetAsync("/auth/verify", tokens.Access);
            if (answer.IsSuccessStatusCode)
            {
                return false;
            }
        }

        return true;
    });

    private async Task<string> AddAdministratorAsync()
    {
        var email = AuthClient.NewEmail();
        await using var run = Store.Run(["users", "add", email, "--role", "admin"]);
        await run.WriteLineAsync(AuthClient.Password);
        Assert.True(await run.HangUpAsync() == 0, run.Errors);
        return email;
    }
}
