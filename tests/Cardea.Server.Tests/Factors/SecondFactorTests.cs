using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Factors;

/// <summary>Signing in where a password is not enough.</summary>
public abstract class SecondFactorTests<TStore>(SharedServer<TStore> shared)
    where TStore : TestStore, new()
{
    private const string NewPassword = "a staple for the battery of a horse";

    protected SharedServer<TStore> Shared { get; } = shared;

    [Fact]
    public async Task A_password_begins_no_session_and_the_code_does()
    {
        using var client = await Shared.NewClient().RegisterAsync();
        var (app, _) = await AuthenticatorApp.AddAsync(client);

        using var asked = await client.TryLoginAsync("phone");
        Assert.False(asked.Headers.Contains("Set-Cookie"));
        var answer = await Answer.ExpectProblemAsync(403, "mfa_required", asked);
        Assert.Null(answer["accessToken"]);
        Assert.Null(answer["refreshToken"]);
        Assert.Single(await client.SessionsAsync());
        var before = TimeProvider.System.GetUtcNow();
        var tokens = await new FirstStep(client, answer).FinishAsync(app.NextCode());

        Assert.Equal(["pwd", "otp", "mfa"], tokens.Amr);
        Assert.True(tokens.AuthTime >= before.AddSeconds(-1));
        Assert.Equal("phone", (string?)(await client.SessionsAsync()).Single(session => (string?)session!["id"] == tokens.SessionId)!["device"]);
        using var phone = Shared.NewClient();
        phone.Keep(await Answer.ExpectAsync(200, await phone.TryRefreshAsync(tokens.Refresh)));
        Assert.Equal(["pwd", "otp", "mfa"], phone.Tokens.Amr);
        Assert.Equal("signed_in", (await client.EventsAsync())[0]);
    }

    [Fact]
    public async Task A_wrong_code_begins_nothing_and_another_may_be_tried()
    {
        using var client = await Shared.NewClient().RegisterAsync();
        var (app, _) = await AuthenticatorApp.AddAsync(client);
        var step = await FirstStep.ShowPasswordAsync(client);

        foreach (var code in (string[])[app.WrongCode(), "", "12345", "1234567", "-12345", "１２３４５６", "nonsense", new('1', 65), "\0"])
        {
            await Answer.ExpectProblemAsync(401, "invalid_second_factor", await step.TryAsync(code));
        }

        Assert.Single(await client.SessionsAsync());
        Assert.Equal("second_factor_failed", (await client.EventsAsync())[0]);
        await step.FinishAsync($" {app.NextCode().Insert(3, " ")} ");
    }

    [Fact]
    public async Task A_code_is_good_once()
    {
        using var client = await Shared.NewClient().RegisterAsync();
        var (app, _) = await AuthenticatorApp.AddAsync(client);
        var step = await FirstStep.ShowPasswordAsync(client);
        var first = app.LastCode;
        await Answer.ExpectProblemAsync(401, "invalid_second_factor", await step.TryAsync(first));
        await step.FinishAsync(app.NextCode());

        var again = await FirstStep.ShowPasswordAsync(client);
        await Answer.ExpectProblemAsync(401, "invalid_second_factor", await again.TryAsync(app.LastCode));
        await Answer.ExpectProblemAsync(401, "invalid_second_factor", await again.TryAsync(first));
    }

    [Fact]
    public async Task The_password_counts_for_one_sign_in()
    {
        using var client = await Shared.NewClient().RegisterAsync();
        var (_, codes) = await AuthenticatorApp.AddAsync(client);
        var step = await FirstStep.ShowPasswordAsync(client);
        await step.FinishAsync(codes[0]);
        await Answer.ExpectProblemAsync(401, "invalid_mfa_token", await step.TryAsync(codes[1]));

        var older = await FirstStep.ShowPasswordAsync(client);
        var newer = await FirstStep.ShowPasswordAsync(client);

        // Two tabs sign in side by side.
        await newer.FinishAsync(codes[1]);
        await older.FinishAsync(codes[2]);
        foreach (var garbage in (string[])["", "garbage", client.Tokens.Access, client.Tokens.Refresh])
        {
            await Answer.ExpectProblemAsync(401, "invalid_mfa_token", await newer.TryAsync(codes[3], garbage));
        }

        await Answer.ExpectProblemAsync(401, "invalid_mfa_token", await client.PostTextAsync("/auth/mfa", "{}"));
        await Answer.ExpectProblemAsync(400, "malformed_request", await client.PostTextAsync("/auth/mfa", """{"mfaToken":1,"code":2}"""));
    }

    [Fact]
    public async Task Nobody_finishes_what_another_has_begun()
    {
        using var ada = await Shared.NewClient().RegisterAsync();
        using var bob = await Shared.NewClient().RegisterAsync();
        var (_, adas) = await AuthenticatorApp.AddAsync(ada);
        var (bobs, _) = await AuthenticatorApp.AddAsync(bob);
        var step = await FirstStep.ShowPasswordAsync(ada);

        await Answer.ExpectProblemAsync(401, "invalid_second_factor", await step.TryAsync(bobs.NextCode()));
        var tokens = await step.FinishAsync(adas[0]);

        Assert.Equal(ada.Email, (string?)(await Answer.ExpectAsync(200, await ada.GetAsync("/auth/me", tokens.Access)))["email"]);
        await (await FirstStep.ShowPasswordAsync(bob)).FinishAsync(bobs.LastCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_twenty_that_finish_at_once_one_signs_in(bool withRecoveryCode)
    {
        using var client = await Shared.NewClient().RegisterAsync();
        var (app, codes) = await AuthenticatorApp.AddAsync(client);
        var step = await FirstStep.ShowPasswordAsync(client);
        var code = withRecoveryCode ? codes[0] : app.NextCode();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => step.TryAsync(code)));

        // More wrong ones at once than are looked at.
        Assert.All(answers, static answer => Assert.Contains((int)answer.StatusCode, (int[])[200, 401, 429]));
        Assert.Single(answers, static answer => (int)answer.StatusCode == 200);
        Assert.Equal(2, (await client.SessionsAsync()).Count);
    }

    [Fact]
    public async Task Of_twenty_codes_at_once_for_one_password_one_signs_in()
    {
        using var client = await Shared.NewClient().RegisterAsync();
        var (app, codes) = await AuthenticatorApp.AddAsync(client);
        var step = await FirstStep.ShowPasswordAsync(client);

        var answers = await Task.WhenAll(codes.Append(app.NextCode()).Select(code => step.TryAsync(code)));

        Assert.All(answers, static answer => Assert.Contains((int)answer.StatusCode, (int[])[200, 401, 429]));
        Assert.Single(answers, static answer => (int)answer.StatusCode == 200);
        Assert.Equal(2, (await client.SessionsAsync()).Count);
    }

    [Fact]
    public async Task Of_several_recovery_codes_at_once_for_one_password_one_is_used_up()
    {
        using var client = await Shared.NewClient().RegisterAsync();
        var (_, codes) = await AuthenticatorApp.AddAsync(client);
        var step = await FirstStep.ShowPasswordAsync(client);
        var other = await FirstStep.ShowPasswordAsync(client);

        var answers = await Task.WhenAll(codes[..5].Select(code => step.TryAsync(code)));

        Assert.Single(answers, static answer => (int)answer.StatusCode == 200);
        Assert.Equal(codes.Length - 1, (int)(await Answer.ExpectAsync(200, await client.GetAsync("/auth/recovery-codes")))["left"]!);

        // The sign-in of another device goes on.
        await other.FinishAsync(codes[^1]);
    }

    [Fact]
    public async Task Codes_are_guessed_so_often_and_no_more()
    {
        using var client = await Shared.NewClient().RegisterAsync();
        var (app, codes) = await AuthenticatorApp.AddAsync(client);
        var step = await FirstStep.ShowPasswordAsync(client);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => step.TryAsync(app.WrongCode())));
        Assert.Equal(10, answers.Count(static answer => (int)answer.StatusCode == 401));
        Assert.Equal(10, answers.Count(static answer => (int)answer.StatusCode == 429));

        using var refused = await step.TryAsync(app.NextCode());
        Assert.True(refused.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        await Answer.ExpectProblemAsync(429, "too_many_attempts", refused);
        Assert.True(await client.IsAcceptedAsync());
        await client.RefreshAsync();

        // A recovery code can't be guessed, so it passes.
        await step.FinishAsync(codes[0]);
    }

    [Fact]
    public async Task A_password_that_has_changed_since_is_no_first_step()
    {
        using var client = await Shared.NewClient().RegisterAsync();
        var (_, codes) = await AuthenticatorApp.AddAsync(client);
        var step = await FirstStep.ShowPasswordAsync(client);
        var change = new JsonObject { ["currentPassword"] = AuthClient.Password, ["newPassword"] = NewPassword };
        client.Keep(await Answer.ExpectAsync(200, await client.AskAsync(HttpMethod.Post, "/auth/password/change", change)));

        await Answer.ExpectStatusAsync(401, await step.TryAsync(codes[0]));
        Assert.Single(await client.SessionsAsync());
        Assert.Equal(["pwd", "otp", "mfa"], (await (await FirstStep.OfAsync(client, client.TryLoginAsync(password: NewPassword))).FinishAsync(codes[1])).Amr);
    }

    [Fact]
    public async Task Who_proves_again_who_they_are_shows_both_factors_and_stays_in_their_session()
    {
        using var client = await Shared.NewClient().RegisterAsync();
        var (_, codes) = await AuthenticatorApp.AddAsync(client);
        Assert.Equal(["pwd"], client.Tokens.Amr);
        await Answer.ExpectProblemAsync(401, "invalid_credentials", await ReauthenticateAsync(client, "not the right password"));
        var before = client.Tokens;
        var step = await FirstStep.OfAsync(client, ReauthenticateAsync(client));

        client.Keep(await Answer.ExpectAsync(200, await step.TryAsync(codes[0])));

        Assert.Equal(["pwd", "otp", "mfa"], client.Tokens.Amr);
        Assert.Equal(before.SessionId, client.Tokens.SessionId);
        Assert.True(client.Tokens.AuthTime >= before.AuthTime);
        Assert.Single(await client.SessionsAsync());
        Assert.Equal("reauthenticated", (await client.EventsAsync())[0]);

        var late = await FirstStep.OfAsync(client, ReauthenticateAsync(client));
        await Answer.ExpectAsync(204, await client.AskAsync(HttpMethod.Post, "/auth/logout"));
        await Answer.ExpectProblemAsync(401, "invalid_token", await late.TryAsync(codes[1]));
    }

    private static Task<HttpResponseMessage> ReauthenticateAsync(AuthClient client, string password = AuthClient.Password) =>
        client.AskAsync(HttpMethod.Post, "/auth/reauthenticate", new JsonObject { ["password"] = password });
}
