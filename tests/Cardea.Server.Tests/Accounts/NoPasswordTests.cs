using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Cardea.Server.Tests.Factors;
using Cardea.Server.Tests.Running;
using Cardea.TestSupport;

namespace Cardea.Server.Tests.Accounts;

/// <summary>Accounts that begin with a passkey and have no password.</summary>
public abstract partial class NoPasswordTests<TStore>(MailedServer<TStore> shared, SharedServer<TStore> withoutLinks, PasskeyBrowser browser)
    where TStore : TestStore, new()
{
    [Fact]
    public async Task A_passkey_alone_registers_with_recovery_codes()
    {
        await using var device = await browser.NewDeviceAsync(shared.Server);
        using var client = shared.NewClient();

        var (answer, _) = await RegisterAsync(client, device);

        Assert.Equal(10, answer["recoveryCodes"]!.AsArray().Count);
        Assert.Equal("mfa", client.Tokens.Amr[^1]);
        Assert.DoesNotContain("pwd", client.Tokens.Amr);
        Assert.Single((await Answer.ExpectAsync(200, await client.GetAsync("/auth/passkeys")))["passkeys"]!.AsArray());
        Assert.Equal("registered", (await client.EventsAsync())[^1]);
        await shared.Mail.NextAsync(client.Email, MailSubject.VerifyEmail);

        // The passkey signs in again. A password does not, and the answer is that for an unknown address.
        using var phone = shared.NewClient();
        var question = await PasskeyQuestion.ForKnownAsync(phone);
        phone.Keep(await Answer.ExpectAsync(200, await question.TrySignInAsync(phone, await device.GetAsync(question.Options))));
        Assert.Equal(await client.IdAsync(), await phone.IdAsync());
        var refusal = await Answer.ExpectProblemAsync(401, "invalid_credentials", await phone.TrySignInAsync(client.Email));
        Assert.Equal(refusal.ToJsonString(), (await Answer.ExpectProblemAsync(401, "invalid_credentials", await phone.TrySignInAsync(AuthClient.NewEmail()))).ToJsonString());
    }

    [Fact]
    public async Task A_passkey_registers_one_account_at_the_address_of_its_question()
    {
        await using var device = await browser.NewDeviceAsync(shared.Server);
        using var client = shared.NewClient();
        var question = await AskAsync(client, client.Email);
        var credential = await device.CreateAsync(question.Options);

        // The question is used up by its first answer, right or wrong.
        await Answer.ExpectProblemAsync(400, "passkey_refused", await TryRegisterAsync(client, AuthClient.NewEmail(), question, credential));
        await Answer.ExpectProblemAsync(400, "passkey_refused", await TryRegisterAsync(client, client.Email, question, credential));

        var other = await AskAsync(client, client.Email);
        await Answer.ExpectProblemAsync(400, "passkey_refused", await TryRegisterAsync(client, client.Email, other, credential));
        var (_, registered) = await RegisterAsync(client, device);
        await Answer.ExpectProblemAsync(400, "passkey_refused", await TryRegisterAsync(client, client.Email, registered.Question, registered.Credential));

        // Whether the address is taken is told to a passkey that answers, and to nobody else.
        using var late = shared.NewClient();
        var taken = await AskAsync(late, $" {client.Email.ToUpperInvariant()} ");
        await Answer.ExpectProblemAsync(409, "email_taken", await TryRegisterAsync(late, client.Email, taken, await device.CreateAsync(taken.Options)));
    }

    [Theory]
    [InlineData("""{"email":"nobody"}""", "email")]
    [InlineData("""{}""", "email")]
    public async Task A_question_needs_an_address(string body, string member)
    {
        using var client = shared.NewClient();

        var refusal = await Answer.ExpectProblemAsync(400, "validation_failed", await client.PostTextAsync("/auth/register/passkey-options", body));

        Assert.NotNull(refusal["errors"]![member]);
    }

    [Fact]
    public async Task A_registration_has_a_password_or_a_passkey()
    {
        using var client = shared.NewClient();
        var both = new JsonObject { ["email"] = client.Email, ["password"] = AuthClient.Password, ["passkey"] = new JsonObject { ["token"] = "none of ours" } };

        Assert.NotNull((await Answer.ExpectProblemAsync(400, "validation_failed", await client.PostAsync("/auth/register", both)))["errors"]!["passkey"]);
        both.Remove("password");
        await Answer.ExpectProblemAsync(400, "passkey_refused", await client.PostAsync("/auth/register", both));
        both.Remove("passkey");
        Assert.NotNull((await Answer.ExpectProblemAsync(400, "validation_failed", await client.PostAsync("/auth/register", both)))["errors"]!["password"]);
    }

    [Fact]
    public async Task A_mailed_code_and_the_passkey_prove_again_who_the_user_is()
    {
        await using var device = await browser.NewDeviceAsync(shared.Server);
        using var client = shared.NewClient();
        await RegisterAsync(client, device);
        using var elsewhere = shared.NewClient();
        var known = await PasskeyQuestion.ForKnownAsync(elsewhere);
        elsewhere.Keep(await Answer.ExpectAsync(200, await known.TrySignInAsync(elsewhere, await device.GetAsync(known.Options))));
        var code = await AskForCodeAsync(client);

        // Another session can't use the code, nor use it up.
        await Answer.ExpectProblemAsync(400, "invalid_code", await ShowAsync(elsewhere, code));
        await Answer.ExpectProblemAsync(400, "invalid_code", await ShowAsync(client, code[1..]));
        var step = await FirstStep.OfAsync(client, ShowAsync(client, code));
        Assert.Equal(["passkey", "recovery_code"], step.Methods);
        client.Keep(await Answer.ExpectAsync(200, await step.TryAsync(await device.GetAsync(step.Passkey!))));

        Assert.Equal("otp", client.Tokens.Amr[0]);
        Assert.Equal("mfa", client.Tokens.Amr[^1]);
        await Answer.ExpectProblemAsync(400, "invalid_code", await ShowAsync(client, code));
    }

    [Fact]
    public async Task Of_many_requests_with_one_mailed_code_one_goes_on()
    {
        await using var device = await browser.NewDeviceAsync(shared.Server);
        using var client = shared.NewClient();
        await RegisterAsync(client, device);
        var code = await AskForCodeAsync(client);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => ShowAsync(client, code)));

        Assert.Single(answers, static answer => (int)answer.StatusCode == 403);
        Assert.Equal(9, answers.Count(static answer => (int)answer.StatusCode == 400));
    }

    [Fact]
    public async Task A_mailed_code_is_no_way_around_a_password_and_dies_with_every_credential()
    {
        using var owner = await shared.NewClient().RegisterAsync();
        await Answer.ExpectProblemAsync(409, "password_required", await owner.AskAsync(HttpMethod.Post, "/auth/reauthenticate/code"));

        await using var device = await browser.NewDeviceAsync(shared.Server);
        using var client = shared.NewClient();
        await RegisterAsync(client, device);
        var code = await AskForCodeAsync(client);
        client.Keep(await Answer.ExpectAsync(200, await SetPasswordAsync(client)));
        await Answer.ExpectProblemAsync(400, "invalid_code", await ShowAsync(client, code));
    }

    [Fact]
    public async Task The_first_password_needs_no_other_and_the_second_does()
    {
        await using var device = await browser.NewDeviceAsync(shared.Server);
        using var client = shared.NewClient();
        await RegisterAsync(client, device);
        var weak = await Answer.ExpectProblemAsync(
            400, "validation_failed", await client.AskAsync(HttpMethod.Post, "/auth/password/change", new JsonObject { ["newPassword"] = "short" }));
        Assert.NotNull(weak["errors"]!["newPassword"]);

        client.Keep(await Answer.ExpectAsync(200, await SetPasswordAsync(client)));

        Assert.DoesNotContain("pwd", client.Tokens.Amr);
        await shared.Mail.NextAsync(client.Email, MailSubject.PasswordChanged);
        await Answer.ExpectProblemAsync(403, "mfa_required", await client.TrySignInAsync(client.Email, AccountRequests.NewPassword));
        await Answer.ExpectProblemAsync(401, "invalid_credentials", await SetPasswordAsync(client));
    }

    [Fact]
    public async Task An_account_without_a_password_moves_and_is_deleted_after_recent_authentication()
    {
        await using var device = await browser.NewDeviceAsync(shared.Server);
        using var client = shared.NewClient();
        await RegisterAsync(client, device);
        var address = AuthClient.NewEmail();

        await Answer.ExpectAsync(202, await client.AskAsync(HttpMethod.Post, "/auth/email/change", new JsonObject { ["newEmail"] = address }));
        var mail = await shared.Mail.NextAsync(address, MailSubject.ChangeEmail);
        await Answer.ExpectAsync(204, await client.VerifyEmailAsync(mail.Code));
        Assert.Equal(address, (string?)(await client.MeAsync())["email"]);
        await Answer.ExpectAsync(204, await client.AskAsync(HttpMethod.Delete, "/auth/me"));
        Assert.False(await client.IsAcceptedAsync());
    }

    [Fact]
    public async Task A_session_that_began_long_ago_changes_nothing()
    {
        await using var store = new TStore();
        store.SkipIfMissing();
        await store.CreateAsync();
        var address = new Uri($"http://127.0.0.1:{LoopbackPort.FindFree()}");
        await using var node = await CardeaProcess.StartAsync(
            store.Directory,
            address,
            [
                .. store.Settings,
                ("Cardea__Issuer", address.GetLeftPart(UriPartial.Authority)),
                ("Cardea__RecentAuthentication", "00:00:01"),
                ("Cardea__ClockSkew", "00:00:00"),
                ("Cardea__Passkeys__Domain", "localhost"),
                ("Cardea__Passkeys__Origins__0", $"http://localhost:{address.Port}"),
            ]);
        await using var device = await browser.NewDeviceAsync(node);
        using var client = node.NewClient();
        await RegisterAsync(client, device);
        await Eventually.HoldsAsync(async () => (int)(await client.AskAsync(HttpMethod.Post, "/auth/totp")).StatusCode == 403);

        await Answer.ExpectProblemAsync(403, "reauthentication_required", await SetPasswordAsync(client));
        await Answer.ExpectProblemAsync(403, "reauthentication_required", await client.ChangeEmailAsync(AuthClient.NewEmail()));
        await Answer.ExpectProblemAsync(403, "reauthentication_required", await client.DeleteAccountAsync());
        Assert.True(await client.IsAcceptedAsync());
    }

    [Fact]
    public async Task The_last_way_to_sign_in_stays()
    {
        await using var device = await browser.NewDeviceAsync(withoutLinks.Server);
        using var client = withoutLinks.NewClient();
        await RegisterAsync(client, device);
        var path = $"/auth/passkeys/{(string)(await Answer.ExpectAsync(200, await client.GetAsync("/auth/passkeys")))["passkeys"]![0]!["id"]!}";

        await Answer.ExpectProblemAsync(409, "last_passkey", await client.AskAsync(HttpMethod.Delete, path));

        client.Keep(await Answer.ExpectAsync(200, await SetPasswordAsync(client)));
        await Answer.ExpectAsync(204, await client.AskAsync(HttpMethod.Delete, path));
        await Answer.ExpectAsync(200, await client.TrySignInAsync(client.Email, AccountRequests.NewPassword));
    }

    private static Task<HttpResponseMessage> SetPasswordAsync(AuthClient client) =>
        client.AskAsync(HttpMethod.Post, "/auth/password/change", new JsonObject { ["newPassword"] = AccountRequests.NewPassword });

    private static Task<HttpResponseMessage> ShowAsync(AuthClient client, string code) =>
        client.AskAsync(HttpMethod.Post, "/auth/reauthenticate", new JsonObject { ["code"] = code });

    private static async Task<PasskeyQuestion> AskAsync(AuthClient client, string email) =>
        new(await Answer.ExpectAsync(200, await client.PostAsync("/auth/register/passkey-options", new JsonObject { ["email"] = email })));

    private static Task<HttpResponseMessage> TryRegisterAsync(AuthClient client, string email, PasskeyQuestion question, JsonNode credential) =>
        client.PostAsync("/auth/register", new JsonObject
        {
            ["email"] = email,
            ["passkey"] = new JsonObject { ["token"] = question.Token, ["credential"] = credential.DeepClone() },
        });

    private static async Task<(JsonNode Answer, (PasskeyQuestion Question, JsonNode Credential) Used)> RegisterAsync(AuthClient client, PasskeyDevice device)
    {
        var question = await AskAsync(client, client.Email);
        var credential = await device.CreateAsync(question.Options);
        var answer = await Answer.ExpectAsync(201, await TryRegisterAsync(client, client.Email, question, credential));
        client.Keep(answer);
        return (answer, (question, credential));
    }

    private async Task<string> AskForCodeAsync(AuthClient client)
    {
        await Answer.ExpectAsync(202, await client.AskAsync(HttpMethod.Post, "/auth/reauthenticate/code"));
        var mail = await shared.Mail.NextAsync(client.Email, MailSubject.Reauthentication);
        return CodePattern().Match(mail.Text).Value;
    }

    // A long code stands alone on a line.
    [GeneratedRegex("(?m)^[A-Za-z0-9_-]{43}(?=\\r?$)")]
    private static partial Regex CodePattern();
}
