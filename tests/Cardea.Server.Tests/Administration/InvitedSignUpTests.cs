using System.Text.Json.Nodes;
using Cardea.Server.Tests.External;
using Cardea.Server.Tests.Factors;
using Cardea.Server.Tests.Running;
using Cardea.TestSupport;

namespace Cardea.Server.Tests.Administration;

/// <summary>Where an invitation is needed, it also lets people in who sign in with a provider, or have a passkey and no password.</summary>
public abstract class InvitedSignUpTests<TStore>(PasskeyBrowser passkeys) : NodeStoreTests<TStore>
    where TStore : TestStore, new()
{
    [Fact]
    public async Task A_provider_lets_in_whom_an_operator_has_invited_and_nobody_else()
    {
        await using var provider = await StandInProvider.StartAsync();
        var address = new Uri($"http://127.0.0.1:{LoopbackPort.FindFree()}");
        await using var node = await CardeaProcess.StartAsync(Store.Directory, address, [.. Store.Settings, .. Settings(address, provider)]);
        var (guest, stranger) = (AuthClient.NewEmail(), AuthClient.NewEmail());
        await InviteAsync(guest);

        // Not invited: nobody is told more, and no account is there afterwards. The invitation of another address does not help.
        using var first = new PageBrowser(node.Address, provider, "work");
        await first.WaitForProviderAsync();
        provider.SignInAs(stranger);
        for (var count = 0; count < 2; count++)
        {
            Assert.Equal("#error=registration_closed", await first.SignInAsync());
            Assert.Equal(401, (int)(await first.Http.GetAsync("/auth/me")).StatusCode);
        }

        // Invited: the account is verified, and the invitation is used up.
        using var second = new PageBrowser(node.Address, provider, "work");
        var subject = provider.SignInAs(guest);
        Assert.Equal("", await second.SignInAsync());
        var me = await Answer.ExpectAsync(200, await second.Http.GetAsync("/auth/me"));
        Assert.Equal((guest, true, false), ((string)me["email"]!, (bool)me["emailVerified"]!, (bool)me["hasPassword"]!));

        // The same person signs in again without an invitation. Another person with the same address at the provider has no account.
        using var again = new PageBrowser(node.Address, provider, "work");
        provider.SignInAs(guest, subject: subject);
        Assert.Equal("", await again.SignInAsync());
        Assert.Equal((string)me["id"]!, await again.IdAsync());
        provider.SignInAs(stranger);
        using var last = new PageBrowser(node.Address, provider, "work");
        Assert.Equal("#error=registration_closed", await last.SignInAsync());
        Assert.DoesNotContain(stranger, node.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_whom_a_provider_lets_in_at_once_share_one_invitation()
    {
        await using var provider = await StandInProvider.StartAsync();
        var address = new Uri($"http://127.0.0.1:{LoopbackPort.FindFree()}");
        await using var node = await CardeaProcess.StartAsync(Store.Directory, address, [.. Store.Settings, .. Settings(address, provider)]);
        var guest = AuthClient.NewEmail();
        await InviteAsync(guest);
        using var warm = new PageBrowser(node.Address, provider, "work");
        await warm.WaitForProviderAsync();

        // Two accounts at the provider have the invited address. One of them becomes the account.
        var outcomes = new List<string>();
        var browsers = new List<PageBrowser>();
        var callbacks = new List<string>();
        for (var count = 0; count < 2; count++)
        {
            browsers.Add(new(node.Address, provider, "work"));
            provider.SignInAs(guest);
            callbacks.Add(await browsers[count].VisitProviderAsync());
        }

        outcomes.AddRange(await Task.WhenAll(browsers.Zip(callbacks, static (browser, callback) => browser.FinishAsync(callback))));
        Assert.Single(outcomes, "");
        Assert.Single(outcomes, static outcome => outcome is "#error=link_required" or "#error=registration_closed");
        browsers.ForEach(static browser => browser.Dispose());
    }

    [Fact]
    public async Task A_passkey_registers_by_an_invitation_of_its_address()
    {
        NodeScript.SkipIfMissing();
        await using var mails = await MailServer.StartAsync();
        var address = new Uri($"http://127.0.0.1:{LoopbackPort.FindFree()}");
        (string, string)[] settings =
        [
            .. Store.Settings, .. mails.Settings,
            ("Cardea__Registration", "Invited"),
            ("Cardea__Passkeys__Domain", "localhost"),
            ("Cardea__Passkeys__Origins__0", $"http://localhost:{address.Port}"),
        ];
        await using var node = await CardeaProcess.StartAsync(Store.Directory, address, settings);
        await using var device = await passkeys.NewDeviceAsync(node);
        using var guest = node.NewClient();
        await InviteAsync(guest.Email, [.. mails.Settings]);
        var code = (await mails.NextAsync(guest.Email, MailSubject.Invitation)).Code;

        foreach (var (email, invitation) in ((string, string?)[])[(guest.Email, null), (guest.Email, "not-an-invitation"), (AuthClient.NewEmail(), code)])
        {
            await Answer.ExpectProblemAsync(403, "registration_closed", await RegisterAsync(guest, device, email, invitation));
        }

        guest.Keep(await Answer.ExpectAsync(201, await RegisterAsync(guest, device, guest.Email, code)));
        var me = await Answer.ExpectAsync(200, await guest.GetAsync("/auth/me"));
        Assert.Equal((guest.Email, true, false), ((string)me["email"]!, (bool)me["emailVerified"]!, (bool)me["hasPassword"]!));
        await Answer.ExpectProblemAsync(403, "registration_closed", await RegisterAsync(guest, device, guest.Email, code));
        Assert.DoesNotContain(code, node.Log, StringComparison.Ordinal);
    }

    private static IEnumerable<(string Name, string Value)> Settings(Uri address, StandInProvider provider) =>
    [
        ("Cardea__Issuer", address.GetLeftPart(UriPartial.Authority)),
        ("Cardea__Registration", "Invited"),
        ("Cardea__ReturnUrls__0", PageBrowser.ReturnUrl),
        ("Cardea__Providers__work__Issuer", provider.Issuer),
        ("Cardea__Providers__work__ClientId", StandInProvider.ClientId),
        ("Cardea__Providers__work__ClientSecret", "secret"),
        ("Cardea__Providers__work__TrustsEmail", "true"),
    ];

    // The question itself is answered whatever the invitation is: only the registration looks it up.
    private static async Task<HttpResponseMessage> RegisterAsync(AuthClient client, PasskeyDevice device, string email, string? invitation)
    {
        var question = new PasskeyQuestion(await Answer.ExpectAsync(200, await client.PostAsync("/auth/register/passkey-options", new JsonObject { ["email"] = email })));
        var credential = await device.CreateAsync(question.Options);
        return await client.PostAsync("/auth/register", new JsonObject
        {
            ["email"] = email,
            ["passkey"] = new JsonObject { ["token"] = question.Token, ["credential"] = credential.DeepClone() },
            ["invitation"] = invitation,
        });
    }

    private async Task InviteAsync(string email, params (string Name, string Value)[] settings)
    {
        await using var run = Store.Run(["users", "invite", email], settings);
        Assert.True(await run.ExitAsync() == 0, run.Output + run.Errors);
    }
}
