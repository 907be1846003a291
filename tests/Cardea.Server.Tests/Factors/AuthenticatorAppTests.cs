using System.Text;
using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Factors;

/// <summary>The authenticator app of an account: added, and removed.</summary>
public abstract class AuthenticatorAppTests<TStore>(SharedServer<TStore> shared)
    where TStore : TestStore, new()
{
    [Fact]
    public async Task The_app_is_told_its_key_in_three_ways()
    {
        using var client = await shared.NewClient().RegisterAsync();
        var told = await Answer.ExpectAsync(200, await client.AskAsync(HttpMethod.Post, "/auth/totp"));

        var secret = (string)told["secret"]!;
        Assert.Matches("^[A-Z2-7]{32}$", secret);
        var uri = new Uri((string)told["uri"]!);
        Assert.Equal("otpauth://totp/", uri.GetLeftPart(UriPartial.Authority) + "/");
        Assert.EndsWith(client.Email, Uri.UnescapeDataString(uri.AbsolutePath), StringComparison.Ordinal);
        Assert.Contains($"secret={secret}", uri.Query, StringComparison.Ordinal);
        Assert.Contains("issuer=", uri.Query, StringComparison.Ordinal);
        var picture = ((string)told["qrCode"]!).Split("data:image/png;base64,");
        Assert.Equal("", picture[0]);
        Assert.Equal("PNG", Encoding.ASCII.GetString(Convert.FromBase64String(picture[1])[1..4]));
    }

    [Fact]
    public async Task Until_its_first_code_it_counts_for_nothing()
    {
        using var client = await shared.NewClient().RegisterAsync();
        var replaced = await AuthenticatorApp.BeginAsync(client);
        var app = await AuthenticatorApp.BeginAsync(client);

        Assert.False(await IsEnabledAsync(client));
        using (var elsewhere = await client.LoginElsewhereAsync())
        {
            Assert.Equal(["pwd"], elsewhere.Tokens.Amr);
        }

        await Answer.ExpectProblemAsync(401, "invalid_second_factor", await AuthenticatorApp.ConfirmAsync(client, replaced.NextCode()));
        await Answer.ExpectProblemAsync(401, "invalid_second_factor", await AuthenticatorApp.ConfirmAsync(client, app.WrongCode()));
        await Answer.ExpectProblemAsync(401, "invalid_second_factor", await AuthenticatorApp.ConfirmAsync(client, ""));
        Assert.False(await IsEnabledAsync(client));
        Assert.Equal(0, await CountCodesAsync(client));
        await Answer.ExpectAsync(200, await AuthenticatorApp.ConfirmAsync(client, app.NextCode()));
    }

    // As apps show it. Until 2026-11-27 only sign-in took it.
    [Fact]
    public async Task A_code_may_have_a_space_in_the_middle()
    {
        using var client = await shared.NewClient().RegisterAsync();
        var app = await AuthenticatorApp.BeginAsync(client);

        await Answer.ExpectAsync(200, await AuthenticatorApp.ConfirmAsync(client, app.NextCode().Insert(3, " ")));
    }

    [Fact]
    public async Task Its_first_code_leaves_the_other_sessions_and_its_removal_ends_them()
    {
        using var client = await shared.NewClient().RegisterAsync();
        using var elsewhere = await client.LoginElsewhereAsync();
        await AuthenticatorApp.AddAsync(client);

        Assert.True(await elsewhere.IsAcceptedAsync());
        await elsewhere.RefreshAsync();
        Assert.Equal(["pwd"], elsewhere.Tokens.Amr);
        await Answer.ExpectAsync(204, await client.AskAsync(HttpMethod.Delete, "/auth/totp"));
        Assert.False(await elsewhere.IsAcceptedAsync());
    }

    [Fact]
    public async Task Its_first_code_ends_the_other_sessions_where_the_user_says_so_and_gives_recovery_codes()
    {
        using var client = await shared.NewClient().RegisterAsync();
        using var elsewhere = await client.LoginElsewhereAsync();
        var (_, codes) = await AuthenticatorApp.AddAsync(client, endOthers: true);

        Assert.True(await IsEnabledAsync(client));
        Assert.Equal(10, codes.Distinct().Count());
        Assert.Equal(10, await CountCodesAsync(client));
        Assert.False(await elsewhere.IsAcceptedAsync());
        await Answer.ExpectProblemAsync(401, "session_ended", await elsewhere.TryRefreshAsync(elsewhere.Tokens.Refresh));
        Assert.Equal("authenticator_added", (await client.EventsAsync())[0]);
        await client.RefreshAsync();
        Assert.Equal(["totp", "recovery_code"], (await FirstStep.ShowPasswordAsync(client)).Methods);
    }

    [Fact]
    public async Task There_is_one_app_at_most()
    {
        using var client = await shared.NewClient().RegisterAsync();
        await Answer.ExpectProblemAsync(404, "no_authenticator", await client.AskAsync(HttpMethod.Post, "/auth/totp/confirm", new JsonObject { ["code"] = "123456" }));
        var (app, _) = await AuthenticatorApp.AddAsync(client);

        await Answer.ExpectProblemAsync(409, "authenticator_exists", await client.AskAsync(HttpMethod.Post, "/auth/totp"));
        await Answer.ExpectProblemAsync(409, "authenticator_exists", await AuthenticatorApp.ConfirmAsync(client, app.NextCode()));
    }

    [Fact]
    public async Task Of_many_that_show_the_first_code_at_once_one_gets_the_recovery_codes()
    {
        using var client = await shared.NewClient().RegisterAsync();
        var app = await AuthenticatorApp.BeginAsync(client);
        var code = app.NextCode();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AuthenticatorApp.ConfirmAsync(client, code)));

        var winner = Assert.Single(answers, static answer => (int)answer.StatusCode == 200);
        Assert.All(answers.Except([winner]), static answer => Assert.Contains((int)answer.StatusCode, (int[])[401, 409]));
        var codes = (await Answer.ExpectAsync(200, winner))["recoveryCodes"]!.AsArray();
        await (await FirstStep.ShowPasswordAsync(client)).FinishAsync((string)codes[0]!);
    }

    [Fact]
    public async Task Removed_it_takes_the_recovery_codes_and_the_other_sessions_along()
    {
        using var client = await shared.NewClient().RegisterAsync();
        await Answer.ExpectProblemAsync(404, "no_authenticator", await client.AskAsync(HttpMethod.Delete, "/auth/totp"));
        var (app, codes) = await AuthenticatorApp.AddAsync(client);
        using var elsewhere = shared.NewClient();
        elsewhere.Keep(await Answer.ExpectAsync(200, await (await FirstStep.ShowPasswordAsync(client)).TryAsync(codes[0])));
        var begun = await FirstStep.ShowPasswordAsync(client);

        await Answer.ExpectAsync(204, await client.AskAsync(HttpMethod.Delete, "/auth/totp"));

        Assert.False(await IsEnabledAsync(client));
        Assert.Equal(0, await CountCodesAsync(client));
        Assert.False(await elsewhere.IsAcceptedAsync());
        Assert.Equal("authenticator_removed", (await client.EventsAsync())[0]);
        await Answer.ExpectStatusAsync(401, await begun.TryAsync(app.NextCode()));
        await Answer.ExpectStatusAsync(401, await begun.TryAsync(codes[1]));
        await Answer.ExpectProblemAsync(409, "no_second_factor", await client.AskAsync(HttpMethod.Post, "/auth/recovery-codes"));
        using var again = await client.LoginElsewhereAsync();
        Assert.Equal(["pwd"], again.Tokens.Amr);
        await AuthenticatorApp.AddAsync(client);
    }

    [Fact]
    public async Task What_one_user_does_changes_nothing_for_another()
    {
        using var ada = await shared.NewClient().RegisterAsync();
        using var bob = await shared.NewClient().RegisterAsync();
        var (_, codes) = await AuthenticatorApp.AddAsync(ada);

        await Answer.ExpectProblemAsync(404, "no_authenticator", await bob.AskAsync(HttpMethod.Delete, "/auth/totp"));
        await Answer.ExpectProblemAsync(409, "no_second_factor", await bob.AskAsync(HttpMethod.Post, "/auth/recovery-codes"));
        Assert.Equal(0, await CountCodesAsync(bob));
        using var elsewhere = await bob.LoginElsewhereAsync();
        await (await FirstStep.ShowPasswordAsync(ada)).FinishAsync(codes[0]);
    }

    [Theory]
    [InlineData("GET", "/auth/totp")]
    [InlineData("POST", "/auth/totp")]
    [InlineData("POST", "/auth/totp/confirm")]
    [InlineData("DELETE", "/auth/totp")]
    [InlineData("GET", "/auth/recovery-codes")]
    [InlineData("POST", "/auth/recovery-codes")]
    [InlineData("GET", "/auth/passkeys")]
    [InlineData("POST", "/auth/passkeys/options")]
    [InlineData("POST", "/auth/passkeys")]
    [InlineData("PATCH", "/auth/passkeys/AQID")]
    [InlineData("DELETE", "/auth/passkeys/AQID")]
    [InlineData("POST", "/auth/passkeys/reauthenticate")]
    [InlineData("POST", "/auth/reauthenticate")]
    public async Task Factors_are_for_those_who_are_signed_in(string method, string path)
    {
        using var client = shared.NewClient();
        using var body = new StringContent("{}", Encoding.UTF8, "application/json");

        await Answer.ExpectProblemAsync(401, "missing_token", await client.SendAsync(new(method), path, body));
    }

    private static async Task<bool> IsEnabledAsync(AuthClient client) =>
        (bool)(await Answer.ExpectAsync(200, await client.GetAsync("/auth/totp")))["enabled"]!;

    private static async Task<int> CountCodesAsync(AuthClient client) =>
        (int)(await Answer.ExpectAsync(200, await client.GetAsync("/auth/recovery-codes")))["left"]!;
}
