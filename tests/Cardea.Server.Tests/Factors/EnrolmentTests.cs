using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Factors;

/// <summary>Users who must have a second factor add it before their session begins.</summary>
public abstract partial class EnrolmentTests<TStore>(StrictServer<TStore> strict, PasskeyBrowser browser)
    where TStore : TestStore, new()
{
    private const string Subject = "Your code to set up a second factor";

    [Fact]
    public async Task A_registration_gives_no_token_until_a_factor_is_added()
    {
        using var client = strict.NewClient();
        var enrolment = await Enrolment.OfAsync(client, client.TryRegisterAsync(client.Email));
        Assert.Equal(["totp", "passkey"], enrolment.Methods);
        Assert.False(enrolment.MailCodeRequired);

        // The account is stored.
        await Answer.ExpectProblemAsync(409, "email_taken", await client.TryRegisterAsync(client.Email));
        await Answer.ExpectProblemAsync(404, "no_authenticator", await enrolment.TryConfirmAsync("123456"));
        var app = await enrolment.BeginAsync();
        await Answer.ExpectProblemAsync(401, "invalid_second_factor", await enrolment.TryConfirmAsync(app.WrongCode()));
        using var last = await enrolment.TryConfirmAsync(app.NextCode());
        Assert.Contains(last.Headers.GetValues("Set-Cookie"), static cookie => cookie.Contains("-device=", StringComparison.Ordinal));
        var answer = await Answer.ExpectAsync(200, last);
        client.Keep(answer);

        Assert.Equal(10, answer["recoveryCodes"]!.AsArray().Count);
        Assert.Equal(["pwd", "otp", "mfa"], client.Tokens.Amr);
        Assert.Equal(["signed_in", "authenticator_added", "registered"], await client.EventsAsync());
        await strict.Mail.NextAsync(client.Email, MailSubject.VerifyEmail);
        await Answer.ExpectProblemAsync(401, "invalid_enrol_token", await enrolment.TryConfirmAsync(app.NextCode()));
        await Answer.ExpectProblemAsync(401, "invalid_enrol_token", await enrolment.TryBeginAsync());
        Assert.Equal(["totp", "recovery_code"], (await FirstStep.ShowPasswordAsync(client)).Methods);
        await client.RefreshAsync();
        Assert.Equal(["pwd", "otp", "mfa"], client.Tokens.Amr);
    }

    [Fact]
    public async Task A_passkey_can_be_the_first_factor()
    {
        await using var device = await browser.NewDeviceAsync(strict.Server);
        using var client = strict.NewClient();
        var enrolment = await Enrolment.OfAsync(client, client.TryRegisterAsync(client.Email));
        var question = new PasskeyQuestion(await Answer.ExpectAsync(
            200, await client.PostAsync("/auth/passkeys/options", new JsonObject { ["enrolToken"] = enrolment.Token })));
        var body = new JsonObject { ["enrolToken"] = enrolment.Token, ["token"] = question.Token, ["credential"] = (await device.CreateAsync(question.Options)).DeepClone() };

        await Answer.ExpectProblemAsync(401, "missing_token", await client.PostAsync("/auth/passkeys", new JsonObject { ["token"] = question.Token }));
        var answer = await Answer.ExpectAsync(200, await client.PostAsync("/auth/passkeys", body));
        client.Keep(answer);

        Assert.Equal(10, answer["recoveryCodes"]!.AsArray().Count);
        Assert.Contains("mfa", client.Tokens.Amr);
        await Answer.ExpectProblemAsync(401, "invalid_enrol_token", await client.PostAsync("/auth/passkeys", body.DeepClone()));
    }

    [Fact]
    public async Task A_thief_with_the_password_needs_the_mail_too()
    {
        using var owner = strict.NewClient();
        await Enrolment.OfAsync(owner, owner.TryRegisterAsync(owner.Email));
        using var client = strict.NewClient();
        var thief = await Enrolment.OfAsync(client, client.TrySignInAsync(owner.Email));
        var ownersOwn = await Enrolment.OfAsync(owner, owner.TryLoginAsync());

        Assert.True(thief.MailCodeRequired);
        await Answer.ExpectProblemAsync(403, "mail_code_required", await thief.TryBeginAsync());
        await Answer.ExpectProblemAsync(403, "mail_code_required", await thief.TryConfirmAsync("123456"));
        await Answer.ExpectProblemAsync(403, "mail_code_required", await client.PostAsync("/auth/passkeys/options", new JsonObject { ["enrolToken"] = thief.Token }));
        await Answer.ExpectProblemAsync(400, "invalid_code", await thief.TryBeginAsync("a guess"));
        await Answer.ExpectStatusAsync(202, await ownersOwn.AskForMailAsync());
        var code = CodeOf(await strict.Mail.NextAsync(owner.Email, Subject));

        // The code works for the sign-in that asked for it.
        await Answer.ExpectProblemAsync(400, "invalid_code", await thief.TryBeginAsync(code));
        await ownersOwn.BeginAsync(code);
        var app = await ownersOwn.BeginAsync();
        owner.Keep(await Answer.ExpectAsync(200, await ownersOwn.TryConfirmAsync(app.NextCode())));
        await Answer.ExpectProblemAsync(401, "invalid_enrol_token", await thief.AskForMailAsync());
    }

    [Fact]
    public async Task A_mailed_link_needs_no_code_and_voids_nothing()
    {
        var (registered, _, _) = await strict.RegisterAsync();
        using var client = registered;
        var verification = await strict.Mail.NextAsync(client.Email, MailSubject.VerifyEmail);
        await Answer.ExpectAsync(204, await client.VerifyEmailAsync(verification.Code));
        await strict.RunAsync("users", "remove-factors", client.Email);

        var asked = await Answer.ExpectAsync(202, await client.PostAsync("/auth/link", new JsonObject { ["email"] = client.Email }));
        var mail = await strict.Mail.NextAsync(client.Email, MailSubject.SignInLink);
        var linked = await Enrolment.OfAsync(client, client.PostAsync(
            "/auth/link/sign-in", new JsonObject { ["token"] = mail.Code, ["browserToken"] = (string)asked["browserToken"]! }));

        Assert.False(linked.MailCodeRequired);
        var app = await linked.BeginAsync();
        client.Keep(await Answer.ExpectAsync(200, await linked.TryConfirmAsync(app.NextCode())));
        Assert.Equal(["otp", "otp", "mfa"], client.Tokens.Amr);
    }

    [Fact]
    public async Task Of_many_that_finish_one_sign_in_at_once_one_signs_in()
    {
        using var client = strict.NewClient();
        var enrolment = await Enrolment.OfAsync(client, client.TryRegisterAsync(client.Email));
        var app = await enrolment.BeginAsync();
        var code = app.NextCode();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => enrolment.TryConfirmAsync(code)));

        Assert.All(answers, static answer => Assert.Contains((int)answer.StatusCode, (int[])[200, 401]));
        client.Keep(await Answer.ExpectAsync(200, Assert.Single(answers, static answer => (int)answer.StatusCode == 200)));
        Assert.Single(await client.SessionsAsync());
    }

    [Fact]
    public async Task A_new_password_voids_the_sign_in()
    {
        using var client = strict.NewClient();
        var enrolment = await Enrolment.OfAsync(client, client.TryRegisterAsync(client.Email));
        var app = await enrolment.BeginAsync();
        await Answer.ExpectAsync(202, await client.ForgetPasswordAsync());
        var mail = await strict.Mail.NextAsync(client.Email, MailSubject.ResetPassword);
        await Answer.ExpectAsync(204, await client.ResetPasswordAsync(mail.Code));

        await Answer.ExpectProblemAsync(401, "invalid_enrol_token", await enrolment.TryConfirmAsync(app.NextCode()));
    }

    [Fact]
    public async Task The_last_factor_stays()
    {
        var (registered, _, _) = await strict.RegisterAsync();
        using var client = registered;

        await Answer.ExpectProblemAsync(409, "last_second_factor", await client.AskAsync(HttpMethod.Delete, "/auth/totp"));
    }

    [Fact]
    public async Task Tokens_that_are_none_begin_nothing()
    {
        using var client = strict.NewClient();
        foreach (var token in (string[])["", "garbage", "\0"])
        {
            await Answer.ExpectProblemAsync(401, "invalid_enrol_token", await client.PostAsync("/auth/totp", new JsonObject { ["enrolToken"] = token }));
            await Answer.ExpectProblemAsync(401, "invalid_enrol_token", await client.PostAsync("/auth/totp/confirm", new JsonObject { ["enrolToken"] = token }));
            await Answer.ExpectProblemAsync(401, "invalid_enrol_token", await client.PostAsync("/auth/passkeys/options", new JsonObject { ["enrolToken"] = token }));
            await Answer.ExpectProblemAsync(401, "invalid_enrol_token", await client.PostAsync("/auth/passkeys", new JsonObject { ["enrolToken"] = token }));
            await Answer.ExpectProblemAsync(401, "invalid_enrol_token", await client.PostAsync("/auth/enrolment/code", new JsonObject { ["enrolToken"] = token }));
        }

        // An access token in the place of an enrolToken, and the other way round.
        await Answer.ExpectProblemAsync(401, "missing_token", await client.PostAsync("/auth/totp", new JsonObject { ["enrolToken"] = null }));
        await Answer.ExpectProblemAsync(401, "invalid_token", await client.PostAsync("/auth/totp", new JsonObject(), "nonsense"));
        using var other = strict.NewClient();
        var enrolment = await Enrolment.OfAsync(other, other.TryRegisterAsync(other.Email));
        await Answer.ExpectProblemAsync(401, "invalid_token", await client.GetAsync("/auth/sessions", enrolment.Token));
        using var body = JsonBody(enrolment.Token);
        await Answer.ExpectProblemAsync(401, "missing_token", await client.SendAsync(HttpMethod.Delete, "/auth/totp", body));
    }

    // The role is given to somebody who has a session and no factor.
    [Fact]
    public async Task A_new_administrator_adds_a_factor_before_anything_else()
    {
        await using var server = await strict.StartTwinAsync("administrators");
        using var client = server.NewClient();
        var registered = await Answer.ExpectAsync(201, await client.TryRegisterAsync(client.Email));
        client.Keep(registered);
        await strict.RunAsync("users", "roles", client.Email, "--add", "admin");
        await Eventually.HoldsAsync(async () => !await client.IsAcceptedAsync());
        await client.RefreshAsync();

        Assert.Equal(["admin"], client.Tokens.Roles);
        await Answer.ExpectProblemAsync(403, "second_factor_required", await client.GetAsync("/admin/users"));
        using var other = server.NewClient();
        await Answer.ExpectProblemAsync(403, "forbidden", await client.GetAsync("/admin/users", (await other.RegisterAsync()).Tokens.Access));
        using var stranger = server.NewClient();
        var asStranger = await Enrolment.OfAsync(stranger, stranger.TrySignInAsync(client.Email));
        var enrolment = await Enrolment.OfAsync(client, client.PostAsync(
            "/auth/login", new JsonObject { ["email"] = client.Email, ["password"] = AuthClient.Password, ["deviceToken"] = (string)registered["deviceToken"]! }));
        Assert.Equal((true, false), (asStranger.MailCodeRequired, enrolment.MailCodeRequired));
        var app = await enrolment.BeginAsync();
        using var signedIn = server.NewClient();
        signedIn.Keep(await Answer.ExpectAsync(200, await enrolment.TryConfirmAsync(app.NextCode(), endOthers: true)));

        // The session of before ended, because the user said so.
        Assert.False(await client.IsAcceptedAsync());
        await Answer.ExpectStatusAsync(200, await signedIn.GetAsync("/admin/users"));
        await Answer.ExpectProblemAsync(409, "last_second_factor", await signedIn.AskAsync(HttpMethod.Delete, "/auth/totp"));
        await strict.RunAsync("users", "roles", client.Email, "--remove", "admin", "--force");
        await Eventually.HoldsAsync(async () => !await signedIn.IsAcceptedAsync());
        await signedIn.RefreshAsync();
        await Answer.ExpectStatusAsync(204, await signedIn.AskAsync(HttpMethod.Delete, "/auth/totp"));
    }

    [Fact]
    public async Task A_sign_in_that_everybody_ended_begins_no_session()
    {
        await using var server = await strict.StartTwinAsync("administrators");
        using var client = await server.NewClient().RegisterAsync();
        using var elsewhere = strict.NewClient();
        var enrolment = await Enrolment.OfAsync(elsewhere, elsewhere.TrySignInAsync(client.Email));
        await Answer.ExpectStatusAsync(202, await enrolment.AskForMailAsync());
        var app = await enrolment.BeginAsync(CodeOf(await strict.Mail.NextAsync(client.Email, Subject)));
        await Answer.ExpectStatusAsync(204, await client.AskAsync(HttpMethod.Post, "/auth/logout-all"));

        await Answer.ExpectProblemAsync(401, "invalid_enrol_token", await enrolment.TryConfirmAsync(app.NextCode()));
    }

    private static StringContent JsonBody(string enrolToken) =>
        new(new JsonObject { ["enrolToken"] = enrolToken }.ToJsonString(), System.Text.Encoding.UTF8, "application/json");

    private static string CodeOf(ReceivedMail mail) => CodePattern().Match(mail.Text).Value;

    [GeneratedRegex("(?m)^[A-Za-z0-9_-]{43}(?=\\r?$)")]
    private static partial Regex CodePattern();
}
