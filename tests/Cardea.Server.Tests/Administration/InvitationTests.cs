using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Administration;

/// <summary>A server where people register whom an operator has invited.</summary>
public abstract class InvitationTests<TStore> : NodeStoreTests<TStore>
    where TStore : TestStore, new()
{
    [Fact]
    public async Task Whoever_is_invited_registers_once_with_a_verified_address()
    {
        NodeScript.SkipIfMissing();
        await using var mails = await MailServer.StartAsync();
        var node = await StartNodeAsync([.. mails.Settings, ("Cardea__Registration", "Invited")]);
        using var admin = await AddAdministratorAsync(node);
        using var guest = node.NewClient();

        // Without an invitation nobody learns who has an account.
        foreach (var email in (string[])[admin.Email, guest.Email, "no address"])
        {
            await Answer.ExpectProblemAsync(403, "registration_closed", await guest.TryRegisterAsync(email));
            await Answer.ExpectProblemAsync(403, "registration_closed", await RegisterAsync(guest, email, "not-an-invitation"));
        }

        var invitation = await Answer.ExpectAsync(201, await InviteAsync(admin, guest.Email));
        Assert.Equal(["email", "expiresAt", "id"], invitation.AsObject().Select(static member => member.Key).Order());
        var mail = await mails.NextAsync(guest.Email, MailSubject.Invitation);
        Assert.EndsWith("/account/invitation", mail.Link.GetLeftPart(UriPartial.Path), StringComparison.Ordinal);
        Assert.Equal(invitation.ToJsonString(), Assert.Single(await ListAsync(admin))!.ToJsonString());

        await Answer.ExpectProblemAsync(403, "registration_closed", await RegisterAsync(guest, AuthClient.NewEmail(), mail.Code));
        await Answer.ExpectProblemAsync(400, "validation_failed", await RegisterAsync(guest, guest.Email, mail.Code, "short"));
        var answers = await Race.RunAsync(() => RegisterAsync(guest, guest.Email, mail.Code));
        Assert.Single(answers, "201");
        Assert.All(answers.Where(static answer => answer != "201"), static answer => Assert.Equal("registration_closed", answer));
        await guest.LoginAsync(guest.Email);
        Assert.True((bool)(await Answer.ExpectAsync(200, await guest.GetAsync("/auth/me")))["emailVerified"]!);
        Assert.DoesNotContain(mails.Messages, message => message.Text.Contains(MailSubject.VerifyEmail, StringComparison.Ordinal));
        Assert.Empty(await ListAsync(admin));
        await Answer.ExpectProblemAsync(409, "email_taken", await InviteAsync(admin, guest.Email));

        var invited = (await Answer.ExpectAsync(200, await admin.GetAsync("/admin/events")))["events"]!.AsArray()
            .Single(static happened => (string?)happened!["event"] == "invited")!;
        Assert.Equal($"user {await admin.IdAsync()} {invitation["id"]}", (string?)invited["detail"]);
        Assert.DoesNotContain(mail.Code, node.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(guest.Email, node.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invitation_that_is_taken_back_or_replaced_is_void()
    {
        NodeScript.SkipIfMissing();
        await using var mails = await MailServer.StartAsync();
        var node = await StartNodeAsync([.. mails.Settings, ("Cardea__Registration", "Invited")]);
        using var admin = await AddAdministratorAsync(node);
        using var guest = node.NewClient();

        await Answer.ExpectAsync(201, await InviteAsync(admin, guest.Email));
        var first = await mails.NextAsync(guest.Email, MailSubject.Invitation);
        var second = await Answer.ExpectAsync(201, await InviteAsync(admin, guest.Email));
        var mail = await mails.NextAsync(guest.Email, MailSubject.Invitation);
        await Answer.ExpectProblemAsync(403, "registration_closed", await RegisterAsync(guest, guest.Email, first.Code));
        await Answer.ExpectAsync(204, await admin.AskAsync(HttpMethod.Delete, $"/admin/invitations/{second["id"]}"));
        await Answer.ExpectProblemAsync(403, "registration_closed", await RegisterAsync(guest, guest.Email, mail.Code));
        await Answer.ExpectProblemAsync(404, "invitation_not_found", await admin.AskAsync(HttpMethod.Delete, $"/admin/invitations/{second["id"]}"));
        await Answer.ExpectProblemAsync(400, "validation_failed", await InviteAsync(admin, "no address"));
    }

    [Fact]
    public async Task Where_anybody_registers_an_invitation_verifies_the_address_and_where_nobody_does_there_are_none()
    {
        NodeScript.SkipIfMissing();
        await using var mails = await MailServer.StartAsync();
        var node = await StartNodeAsync([.. mails.Settings]);
        using var admin = await AddAdministratorAsync(node);
        using var guest = node.NewClient();
        await using (var run = Store.Run(["users", "invite", guest.Email]))
        {
            Assert.True(await run.ExitAsync() == 0, run.Output + run.Errors);
        }

        var mail = await mails.NextAsync(guest.Email, MailSubject.Invitation);
        await Answer.ExpectProblemAsync(400, "invalid_code", await RegisterAsync(guest, guest.Email, "not-an-invitation"));
        guest.Keep(await Answer.ExpectAsync(201, await RegisterAsync(guest, guest.Email, mail.Code)));
        Assert.True((bool)(await Answer.ExpectAsync(200, await guest.GetAsync("/auth/me")))["emailVerified"]!);

        var closed = await StartNodeAsync([.. mails.Settings, ("Cardea__Registration", "Closed")]);
        using var operatorOfClosed = closed.NewClient();
        await operatorOfClosed.LoginAsync(admin.Email);
        await Answer.ExpectProblemAsync(403, "registration_closed", await InviteAsync(operatorOfClosed, AuthClient.NewEmail()));
    }

    private async Task<AuthClient> AddAdministratorAsync(CardeaProcess node)
    {
        var client = node.NewClient();
        await using (var run = Store.Run(["users", "add", client.Email, "--role", "admin"]))
        {
            await run.WriteLineAsync(AuthClient.Password);
            Assert.True(await run.ExitAsync() == 0, run.Output + run.Errors);
        }

        return await client.LoginAsync(client.Email);
    }

    private static Task<HttpResponseMessage> InviteAsync(AuthClient admin, string email) =>
        admin.AskAsync(HttpMethod.Post, "/admin/invitations", new JsonObject { ["email"] = email });

    private static async Task<JsonArray> ListAsync(AuthClient admin) =>
        (await Answer.ExpectAsync(200, await admin.GetAsync("/admin/invitations")))["invitations"]!.AsArray();

    private static Task<HttpResponseMessage> RegisterAsync(AuthClient client, string email, string invitation, string password = AuthClient.Password) =>
        client.PostAsync("/auth/register", new JsonObject { ["email"] = email, ["password"] = password, ["invitation"] = invitation });
}
