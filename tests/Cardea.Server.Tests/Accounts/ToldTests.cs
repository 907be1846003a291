using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Accounts;

/// <summary>What the owner of an account is told of it: by mail, and in the list of its events.</summary>
public abstract class ToldTests<TStore>(MailedServer<TStore> shared)
    where TStore : TestStore, new()
{
    private const string Laptop = "Laptop/1.0";
    private const string Phone = "Phone/2.0";

    [Fact]
    public async Task A_sign_in_from_a_new_device_is_told_once()
    {
        using var laptop = await VerifiedAsync();
        await Answer.ExpectAsync(200, await laptop.TrySignInAsync(laptop.Email));
        using var phone = await NewClient(Phone).LoginAsync(laptop.Email, "my phone");
        await Answer.ExpectAsync(200, await phone.TrySignInAsync(laptop.Email));

        var mail = await shared.Mail.NextAsync(laptop.Email, MailSubject.NewDevice);
        Assert.Contains($"Device: my phone ({Phone})", mail.Text, StringComparison.Ordinal);
        Assert.Contains("IP address: 127.0.0.1", mail.Text, StringComparison.Ordinal);
        Assert.Matches(@"Time: \d{4}-\d\d-\d\d \d\d:\d\d UTC", mail.Text);

        // One that is told after all of them.
        using var third = await NewClient("Tablet/3.0").LoginAsync(laptop.Email);
        Assert.Contains("Device: Tablet/3.0", (await shared.Mail.NextAsync(laptop.Email, MailSubject.NewDevice)).Text, StringComparison.Ordinal);
        Assert.Equal(2, shared.Mail.Messages.Count(message => message.To == laptop.Email && message.Subject.StartsWith(MailSubject.NewDevice, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_a_device_says_of_itself_is_no_part_of_the_page_that_a_mail_is()
    {
        using var owner = await VerifiedAsync();
        using var phone = await NewClient(Phone).LoginAsync(owner.Email, """<a href="https://evil.example">{{link}}</a>""");

        var mail = await shared.Mail.NextAsync(owner.Email, MailSubject.NewDevice);
        Assert.Contains("&lt;a href=&quot;https[:]//evil[.]example&quot;&gt;{{link}}&lt;/a&gt;", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<a href=\"https://evil", mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_speaks_the_language_of_who_reads_it()
    {
        using var client = shared.NewClient();
        client.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd("de-AT, en;q=0.5");
        await client.RegisterAsync();

        Assert.StartsWith("Bestätig", (await shared.Mail.NextAsync(client.Email)).Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replayed_token_is_told_with_the_session_the_time_and_where_it_came_from()
    {
        using var owner = await NewClient(Laptop).RegisterAsync("my laptop");
        var stolen = await owner.BeRobbedAsync();
        using var thief = NewClient("Thief/0.1");
        await Answer.ExpectProblemAsync(401, "refresh_token_reused", await thief.TryRefreshAsync(stolen));
        await Answer.ExpectProblemAsync(401, "session_ended", await owner.TryRefreshAsync(owner.Tokens.Refresh));

        var mail = await shared.Mail.NextAsync(owner.Email, MailSubject.TokenReplayed);
        Assert.Contains($"Session: {owner.Tokens.SessionId}", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Device: an unknown device", mail.Text, StringComparison.Ordinal);
        Assert.Contains("IP address: 127.0.0.1", mail.Text, StringComparison.Ordinal);
        Assert.Matches(@"Time: \d{4}-\d\d-\d\d \d\d:\d\d UTC", mail.Text);

        using var again = await NewClient(Laptop).LoginAsync(owner.Email);
        var replay = Assert.Single(await again.ListEventsAsync(), static happened => (string?)happened!["event"] == "token_replayed")!;
        Assert.Equal(("Thief/0.1", owner.Tokens.SessionId), ((string?)replay["userAgent"], (string?)replay["sessionId"]));
    }

    [Fact]
    public async Task Another_password_is_told_and_ends_the_other_sessions()
    {
        using var owner = await VerifiedAsync();
        using var elsewhere = await owner.LoginElsewhereAsync();
        owner.Keep(await Answer.ExpectAsync(200, await owner.ChangePasswordAsync()));

        var mail = await shared.Mail.NextAsync(owner.Email, MailSubject.PasswordChanged);
        Assert.Contains($"Device: {Laptop}", mail.Text, StringComparison.Ordinal);
        Assert.True(await owner.IsAcceptedAsync());
        Assert.False(await elsewhere.IsAcceptedAsync());
    }

    [Fact]
    public async Task Another_address_is_told_to_the_old_one()
    {
        using var owner = await VerifiedAsync();
        var email = AuthClient.NewEmail();
        await Answer.ExpectAsync(202, await owner.ChangeEmailAsync(email));
        await Answer.ExpectAsync(204, await owner.VerifyEmailAsync((await shared.Mail.NextAsync(email)).Code));

        var mail = await shared.Mail.NextAsync(owner.Email, MailSubject.EmailChanged);
        Assert.Contains($"Device: {Laptop}", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(email, mail.Text + mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_happens_to_an_account_is_listed_for_its_owner_the_newest_first()
    {
        using var owner = await NewClient(Laptop).RegisterAsync();
        await Answer.ExpectAsync(204, await owner.VerifyEmailAsync((await shared.Mail.NextAsync(owner.Email, MailSubject.VerifyEmail)).Code));
        await Answer.ExpectAsync(401, await owner.TrySignInAsync(owner.Email, "not the right password"));
        using var phone = await NewClient(Phone).LoginAsync(owner.Email);
        await Answer.ExpectAsync(204, await phone.PostAsync("/auth/logout", accessToken: phone.Tokens.Access));
        owner.Keep(await Answer.ExpectAsync(200, await owner.PostAsync("/auth/reauthenticate", new JsonObject { ["password"] = AuthClient.Password }, owner.Tokens.Access)));
        owner.Keep(await Answer.ExpectAsync(200, await owner.ChangePasswordAsync()));
        await Answer.ExpectAsync(202, await owner.ForgetPasswordAsync());
        var reset = await shared.Mail.NextAsync(owner.Email, MailSubject.ResetPassword);
        await Answer.ExpectAsync(204, await owner.ResetPasswordAsync(reset.Code, AuthClient.Password));
        using var again = await NewClient(Laptop).LoginAsync(owner.Email);
        var email = AuthClient.NewEmail();
        await Answer.ExpectAsync(202, await again.ChangeEmailAsync(email));
        await Answer.ExpectAsync(204, await again.VerifyEmailAsync((await shared.Mail.NextAsync(email)).Code));

        var events = await again.ListEventsAsync();
        Assert.Equal(
            [
                "email_changed", "signed_in", "password_reset", "password_forgotten", "password_changed", "reauthenticated", "logged_out", "signed_in",
                "sign_in_failed", "email_verified", "registered",
            ],
            events.Select(static happened => (string)happened!["event"]!));
        var id = await again.IdAsync();
        Assert.All(events, happened => Assert.Equal((id, "127.0.0.1"), ((string?)happened!["userId"], (string?)happened["ipAddress"])));
        Assert.Equal((Phone, phone.Tokens.SessionId, "pwd"), Describe(events[7]!));
        Assert.Equal((Laptop, owner.Tokens.SessionId), ((string?)events[10]!["userAgent"], (string?)events[10]!["sessionId"]));
        foreach (var secret in (string[])[reset.Code, AuthClient.Password, AccountRequests.NewPassword, owner.Tokens.Refresh, owner.Email, email])
        {
            Assert.DoesNotContain(secret, events.ToJsonString(), StringComparison.Ordinal);
        }

        using var other = await NewClient(Laptop).RegisterAsync();
        Assert.Equal("registered", (string?)Assert.Single(await other.ListEventsAsync())!["event"]);
    }

    [Fact]
    public async Task Guesses_at_an_address_without_an_account_are_told_to_nobody()
    {
        using var owner = await shared.NewClient().RegisterAsync();
        await Answer.ExpectAsync(401, await owner.TrySignInAsync(AuthClient.NewEmail()));
        await Answer.ExpectAsync(202, await owner.ForgetPasswordAsync(AuthClient.NewEmail()));

        Assert.Single(await owner.ListEventsAsync());
    }

    private static (string?, string?, string?) Describe(JsonNode happened) =>
        ((string?)happened["userAgent"], (string?)happened["sessionId"], (string?)happened["detail"]);

    private async Task<AuthClient> VerifiedAsync()
    {
        var client = await NewClient(Laptop).RegisterAsync();
        var mail = await shared.Mail.NextAsync(client.Email, MailSubject.VerifyEmail);
        await Answer.ExpectAsync(204, await client.VerifyEmailAsync(mail.Code));
        return client;
    }

    private AuthClient NewClient(string userAgent)
    {
        var client = shared.NewClient();
        client.Http.DefaultRequestHeaders.UserAgent.ParseAdd(userAgent);
        return client;
    }
}
