using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Accounts;

/// <summary>How much mail an address gets about what is done to its accounts, and what such mail says.</summary>
public abstract class NoticeLimitTests<TStore>(MailedServer<TStore> shared)
    where TStore : TestStore, new()
{
    private async Task SignInWithAsync(string program, string email)
    {
        using var http = shared.NewClient();
        http.Http.DefaultRequestHeaders.UserAgent.ParseAdd(program);
        await http.LoginAsync(email);
    }

    private const string Firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0";

    [Fact]
    public async Task Who_registers_the_address_of_a_stranger_again_and_again_sends_them_eight_mails_and_no_more()
    {
        var email = AuthClient.NewEmail();
        for (var round = 0; round < 7; round++)
        {
            using var squatter = await RegisterAsync(email);
            squatter.Keep(await Answer.ExpectAsync(200, await squatter.ChangePasswordAsync()));
            Assert.Equal(["password_changed", "registered"], (await squatter.ListEventsAsync()).Select(static happened => (string)happened!["event"]!));

            // A mail that waits goes with the account.
            await SettleAsync();
            await Answer.ExpectAsync(204, await squatter.DeleteAccountAsync(AccountRequests.NewPassword));
        }

        Assert.Equal(8, await CountAsync(email));

        // Notices have left some of it to the codes that a new user needs.
        Assert.Equal(5, await CountAsync(email, MailSubject.VerifyEmail));
    }

    [Fact]
    public async Task Changes_at_the_same_time_send_no_more()
    {
        var email = AuthClient.NewEmail();
        using var squatter = await RegisterAsync(email);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async device =>
        {
            using var other = shared.NewClient();
            other.Http.DefaultRequestHeaders.UserAgent.ParseAdd($"Device{device}/1.0");
            await other.LoginAsync(email);
        }));

        Assert.Equal(5, await CountAsync(email));
    }

    [Fact]
    public async Task A_verified_address_gets_twenty_notices_an_hour_and_always_what_its_owner_needs()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        for (var device = 0; device < 22; device++)
        {
            await SignInWithAsync($"Device{device}/1.0", owner.Email);
        }

        Assert.Equal(20, await CountAsync(owner.Email, MailSubject.NewDevice));

        var email = AuthClient.NewEmail();
        await Answer.ExpectAsync(202, await owner.ChangeEmailAsync(email));
        await Answer.ExpectAsync(204, await owner.VerifyEmailAsync((await shared.Mail.NextAsync(email)).Code));
        Assert.NotEmpty((await shared.Mail.NextAsync(owner.Email, MailSubject.EmailChanged)).Code);
    }

    [Fact]
    public async Task Mail_to_an_unverified_address_has_no_words_of_who_registered_it()
    {
        var email = AuthClient.NewEmail();
        using var squatter = await RegisterAsync(email);
        using var unknown = shared.NewClient();
        unknown.Http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "Win a prize at evil.example");
        await unknown.LoginAsync(email, "Buy now at evil.example");
        var mail = await shared.Mail.NextAsync(email, MailSubject.NewDevice);
        Assert.Contains("Device: an unknown device\n", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", mail.Text + mail.Html, StringComparison.Ordinal);

        using var known = shared.NewClient();
        known.Http.DefaultRequestHeaders.UserAgent.ParseAdd(Firefox);
        await known.LoginAsync(email, "Buy now at evil.example");
        mail = await shared.Mail.NextAsync(email, MailSubject.NewDevice);
        Assert.Contains("Device: Firefox on Windows\n", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", mail.Text + mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_somebody_calls_a_device_is_no_link_in_the_mail_of_a_verified_address()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        using var other = shared.NewClient();
        other.Http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "https://evil.example/1.0");
        await other.LoginAsync(owner.Email, "see www.evil.example");

        var mail = await shared.Mail.NextAsync(owner.Email, MailSubject.NewDevice);
        Assert.Contains("Device: see www[.]evil[.]example (https[:]//evil[.]example/1.0)\n", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("evil.example", mail.Text + mail.Html, StringComparison.Ordinal);
    }

    private async Task<AuthClient> RegisterAsync(string email)
    {
        var client = shared.NewClient();
        client.Keep(await Answer.ExpectAsync(201, await client.TryRegisterAsync(email)));
        return client;
    }

    private async Task<int> CountAsync(string email, string subject = "")
    {
        await SettleAsync();
        return shared.Mail.Messages.Count(mail => mail.To == email && mail.Subject.StartsWith(subject, StringComparison.Ordinal));
    }

    // Mails of one batch are sent side by side. When the second one of somebody else is there, the batch of the first has ended, and all
    // mails of before have come.
    private async Task SettleAsync()
    {
        using var later = await shared.RegisterVerifiedAsync();
        for (var round = 1; round <= 2; round++)
        {
            await SignInWithAsync($"Later/{round}.0", later.Email);
            await shared.Mail.NextAsync(later.Email, MailSubject.NewDevice);
        }
    }
}
