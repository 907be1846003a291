using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Factors;

/// <summary>Codes for when the second factor is lost.</summary>
public abstract class RecoveryCodeTests<TStore>(SharedServer<TStore> shared)
    where TStore : TestStore, new()
{
    [Fact]
    public async Task Each_signs_in_once_in_any_spelling()
    {
        using var client = await shared.NewClient().RegisterAsync();
        var (_, codes) = await AuthenticatorApp.AddAsync(client);
        string[] typed = [codes[0], codes[1].ToUpperInvariant(), codes[2].Replace("-", "", StringComparison.Ordinal), $" {codes[3].Replace('-', ' ')} "];
        foreach (var code in typed)
        {
            var tokens = await (await FirstStep.ShowPasswordAsync(client)).FinishAsync(code);
            Assert.Equal(["pwd", "otp", "mfa"], tokens.Amr);
        }

        var step = await FirstStep.ShowPasswordAsync(client);
        foreach (var code in typed)
        {
            await Answer.ExpectProblemAsync(401, "invalid_second_factor", await step.TryAsync(code));
        }

        Assert.Equal(10 - typed.Length, await CountAsync(client));
        Assert.Contains("recovery_code_used", await client.EventsAsync());
    }

    [Fact]
    public async Task Of_many_sign_ins_with_one_at_once_one_is_let_in()
    {
        using var client = await shared.NewClient().RegisterAsync();
        var (_, codes) = await AuthenticatorApp.AddAsync(client);
        var step = await FirstStep.ShowPasswordAsync(client);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => step.TryAsync(codes[0])));

        Assert.Single(answers, static answer => (int)answer.StatusCode == 200);
        Assert.All(answers, static answer => Assert.Contains((int)answer.StatusCode, (int[])[200, 401]));
        Assert.Equal(9, await CountAsync(client));
    }

    [Fact]
    public async Task New_ones_take_the_place_of_the_old_ones_and_end_the_other_sessions_where_the_user_says_so()
    {
        using var client = await shared.NewClient().RegisterAsync();
        var (app, old) = await AuthenticatorApp.AddAsync(client);
        using var elsewhere = shared.NewClient();
        elsewhere.Keep(await Answer.ExpectAsync(200, await (await FirstStep.ShowPasswordAsync(client)).TryAsync(app.NextCode())));

        await Answer.ExpectAsync(200, await client.AskAsync(HttpMethod.Post, "/auth/recovery-codes"));
        Assert.True(await elsewhere.IsAcceptedAsync());
        var answer = await Answer.ExpectAsync(200, await client.AskAsync(HttpMethod.Post, "/auth/recovery-codes", new JsonObject { ["endOthers"] = true }));

        var codes = answer["recoveryCodes"]!.AsArray().Select(static code => (string)code!).ToArray();
        Assert.Equal(10, codes.Except(old).Count());
        Assert.False(await elsewhere.IsAcceptedAsync());
        Assert.True(await client.IsAcceptedAsync());
        Assert.Equal("recovery_codes_made", (await client.EventsAsync())[0]);
        var step = await FirstStep.ShowPasswordAsync(client);
        await Answer.ExpectProblemAsync(401, "invalid_second_factor", await step.TryAsync(old[0]));
        await step.FinishAsync(codes[9]);
    }

    [Fact]
    public async Task The_last_one_used_leaves_the_app()
    {
        using var client = await shared.NewClient().RegisterAsync();
        var (app, codes) = await AuthenticatorApp.AddAsync(client);
        foreach (var code in codes)
        {
            await (await FirstStep.ShowPasswordAsync(client)).FinishAsync(code);
        }

        var step = await FirstStep.ShowPasswordAsync(client);
        Assert.Equal(["totp"], step.Methods);
        await step.FinishAsync(app.NextCode());
    }

    [Fact]
    public async Task Nothing_that_is_listed_shows_a_code_or_a_key()
    {
        using var client = await shared.NewClient().RegisterAsync();
        var secret = (string)(await Answer.ExpectAsync(200, await client.AskAsync(HttpMethod.Post, "/auth/totp")))["secret"]!;
        var app = new AuthenticatorApp(secret);
        var answer = await Answer.ExpectAsync(200, await AuthenticatorApp.ConfirmAsync(client, app.NextCode()));
        string[] secrets = [secret, .. answer["recoveryCodes"]!.AsArray().Select(static code => (string)code!)];

        foreach (var path in (string[])["/auth/me", "/auth/me/data", "/auth/totp", "/auth/recovery-codes", "/auth/events", "/auth/sessions", "/auth/passkeys"])
        {
            var listed = (await Answer.ExpectAsync(200, await client.GetAsync(path))).ToJsonString();
            Assert.All(secrets, hidden => Assert.DoesNotContain(hidden, listed, StringComparison.Ordinal));
        }
    }

    private static async Task<int> CountAsync(AuthClient client) =>
        (int)(await Answer.ExpectAsync(200, await client.GetAsync("/auth/recovery-codes")))["left"]!;
}
