using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Accounts;

/// <summary>A mail server that is away, busy, slow or refuses: no answer changes, and what can still arrive does.</summary>
public abstract class MailFaultTests<TStore> : StoreTests<TStore>
    where TStore : TestStore, new()
{
    private const string WillBeTriedAgain = "was not sent, and is tried again";

    private static readonly (string, string)[] Settings = [("Cardea__Issuer", "http://issuer.example"), ("Cardea__Smtp__Timeout", "00:00:01")];

    [Fact]
    public async Task Mail_waits_for_a_server_that_takes_it_and_outlives_a_crash()
    {
        await using var mail = await MailServer.StartAsync(new() { Fault = MailFault.Busy });
        var owners = new List<AuthClient>();
        await using (var server = await StartAsync(mail))
        {
            owners.Add(await AskAsync(server));
            await mail.StopAsync();
            await mail.StartAgainAsync(new() { Fault = MailFault.Slow });
            owners.Add(await AskAsync(server));
            await mail.StopAsync();
            owners.Add(await AskAsync(server));

            Assert.Empty(mail.Messages);
            await server.KillAsync();
            AssertIsDiscreet(server.Log, owners);
        }

        await mail.StartAgainAsync(new());
        await using var restarted = await StartAsync(mail);
        using var client = restarted.NewClient();
        foreach (var owner in owners)
        {
            await Answer.ExpectAsync(204, await client.VerifyEmailAsync((await mail.NextAsync(owner.Email, MailSubject.VerifyEmail)).Code, ("password", AuthClient.Password)));
            await mail.NextAsync(NewEmailOf(owner), MailSubject.ChangeEmail);
            await Answer.ExpectAsync(204, await client.ResetPasswordAsync((await mail.NextAsync(owner.Email, MailSubject.ResetPassword)).Code));
            owner.Dispose();
        }
    }

    [Fact]
    public async Task Mail_that_is_refused_for_good_is_dropped_and_the_next_one_goes()
    {
        var options = new MailServerOptions { Security = MailSecurity.StartTls, UserName = "cardea", Password = "sesame-of-the-mail-server" };
        await using var mail = await MailServer.StartAsync(options with { Fault = MailFault.Refuse });
        await using var server = await StartAsync(mail);
        using var owner = await server.NewClient().RegisterAsync();
        await LoggedAsync(server, "was refused for good", times: 1);
        await mail.StopAsync();
        await mail.StartAgainAsync(options with { Fault = MailFault.None });

        await Answer.ExpectAsync(202, await owner.ForgetPasswordAsync());

        var reset = await mail.NextAsync(owner.Email);
        Assert.StartsWith(MailSubject.ResetPassword, reset.Subject, StringComparison.Ordinal);
        Assert.Equal((true, "cardea"), (reset.Secure, reset.User));
        Assert.Equal("http://issuer.example/account/reset-password", reset.Link.GetLeftPart(UriPartial.Query));
        await Answer.ExpectAsync(204, await owner.ResetPasswordAsync(reset.Code));
        Assert.StartsWith(MailSubject.TakenOver, (await mail.NextAsync(owner.Email)).Subject, StringComparison.Ordinal);
        Assert.Equal(2, mail.Messages.Count);
        AssertIsDiscreet(server.Log, [owner]);
        Assert.DoesNotContain(reset.Code, server.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame-of-the-mail-server", server.Log, StringComparison.Ordinal);
    }

    private Task<CardeaProcess> StartAsync(MailServer mail) => Store.StartAsync([.. mail.Settings, .. Settings]);

    // Asks for all that sends mail, and waits until it was tried in vain.
    private static async Task<AuthClient> AskAsync(CardeaProcess server)
    {
        var failures = Failures(server);
        var owner = await server.NewClient().RegisterAsync();
        await Answer.ExpectAsync(202, await owner.ForgetPasswordAsync());
        await Answer.ExpectAsync(202, await owner.ChangeEmailAsync(NewEmailOf(owner)));
        await Answer.ExpectAsync(202, await owner.ForgetPasswordAsync(AuthClient.NewEmail()));
        await LoggedAsync(server, WillBeTriedAgain, failures + 3);
        return owner;
    }

    private static string NewEmailOf(AuthClient owner) => $"new.{owner.Email}";

    private static int Failures(CardeaProcess server) => server.Log.Split(WillBeTriedAgain).Length - 1;

    private static Task LoggedAsync(CardeaProcess server, string text, int times) =>
        Eventually.HoldsAsync(() => Task.FromResult(server.Log.Split(text).Length > times));

    private static void AssertIsDiscreet(string log, IEnumerable<AuthClient> owners)
    {
        Assert.DoesNotContain(AuthClient.Password, log, StringComparison.Ordinal);
        Assert.DoesNotContain("#token=", log, StringComparison.Ordinal);
        Assert.All(owners, owner =>
        {
            Assert.DoesNotContain(owner.Email, log, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(owner.Tokens.Refresh, log, StringComparison.Ordinal);
        });
    }
}
