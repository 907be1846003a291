using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.External;

/// <summary>Ways to get into the account of somebody else by a provider. None works.</summary>
public abstract class ExternalTakeOverTests<TStore>(ProviderServer<TStore> providers)
    where TStore : TestStore, new()
{
    [Fact]
    public async Task An_address_that_the_provider_does_not_prove_opens_no_account()
    {
        using var owner = await providers.RegisterVerifiedAsync();
        using var thief = providers.NewBrowser(providers.Other);
        providers.Other.SignInAs(owner.Email);
        await Answer.ExpectProblemAsync(403, "email_required", await thief.TryAsync());

        using var other = providers.NewBrowser(providers.Trusted);
        providers.Trusted.SignInAs(owner.Email, isVerified: false);
        await Answer.ExpectProblemAsync(403, "email_required", await other.TryAsync());
    }

    [Fact]
    public async Task A_verified_account_is_linked_only_by_its_owner_who_signs_in_as_before()
    {
        using var owner = await providers.RegisterVerifiedAsync();
        using var browser = providers.NewBrowser(providers.Trusted);
        providers.Trusted.SignInAs(owner.Email);
        var link = (string)(await Answer.ExpectProblemAsync(409, "link_required", await browser.TryAsync()))["linkToken"]!;

        // Neither another app, nor another account, nor nobody.
        await Answer.ExpectProblemAsync(401, "missing_token", await browser.App.PostAsync("/auth/external/confirm", new JsonObject { ["linkToken"] = link }));
        await Answer.ExpectProblemAsync(400, "invalid_code", await browser.ConfirmAsync(link, owner.Tokens.Access, verifier: new string('v', 43)));
        await Answer.ExpectAsync(204, await browser.ConfirmAsync(link, owner.Tokens.Access));
        await Answer.ExpectProblemAsync(400, "invalid_code", await browser.ConfirmAsync(link, owner.Tokens.Access));

        var client = await browser.EnterAsync();
        Assert.Equal(await owner.IdAsync(), await client.IdAsync());
    }

    [Fact]
    public async Task Another_account_voids_the_token_of_a_link()
    {
        using var owner = await providers.RegisterVerifiedAsync();
        using var thief = await providers.RegisterVerifiedAsync();
        using var browser = providers.NewBrowser(providers.Trusted);
        providers.Trusted.SignInAs(owner.Email);
        var link = (string)(await Answer.ExpectProblemAsync(409, "link_required", await browser.TryAsync()))["linkToken"]!;

        await Answer.ExpectProblemAsync(400, "invalid_code", await browser.ConfirmAsync(link, thief.Tokens.Access));
        await Answer.ExpectProblemAsync(400, "invalid_code", await browser.ConfirmAsync(link, owner.Tokens.Access));
    }

    [Fact]
    public async Task A_link_token_planted_in_the_sign_in_of_its_victim_links_nothing()
    {
        // The thief's provider vouches for the victim's address; the victim's own app has another verifier.
        using var victim = await providers.RegisterVerifiedAsync();
        using var thief = providers.NewBrowser(providers.Trusted);
        using var app = providers.NewBrowser(providers.Trusted);
        providers.Trusted.SignInAs(victim.Email);
        var planted = (string)(await Answer.ExpectProblemAsync(409, "link_required", await thief.TryAsync()))["linkToken"]!;

        await Answer.ExpectProblemAsync(400, "invalid_code", await app.ConfirmAsync(planted, victim.Tokens.Access));
        await Answer.ExpectProblemAsync(409, "link_required", await thief.TryAsync());
    }

    [Fact]
    public async Task Whoever_changes_the_password_voids_a_link_that_waits()
    {
        using var owner = await providers.RegisterVerifiedAsync();
        using var browser = providers.NewBrowser(providers.Trusted);
        providers.Trusted.SignInAs(owner.Email);
        var link = (string)(await Answer.ExpectProblemAsync(409, "link_required", await browser.TryAsync()))["linkToken"]!;
        owner.Keep(await Answer.ExpectAsync(200, await owner.ChangePasswordAsync()));

        await Answer.ExpectProblemAsync(400, "invalid_code", await browser.ConfirmAsync(link, owner.Tokens.Access));
    }

    [Fact]
    public async Task A_squatter_loses_everything_to_the_owner_of_the_address_who_takes_over()
    {
        // The squatter registers the address, and links an own account at another provider.
        using var squatter = await providers.NewClient().RegisterAsync();
        using var theirs = providers.NewBrowser(providers.Other);
        providers.Other.SignInAs();
        var came = await theirs.SignInAsync(await theirs.BeginLinkAsync(squatter));
        await Answer.ExpectAsync(204, await theirs.ExchangeAsync(came["code"], accessToken: squatter.Tokens.Access));
        var theirClient = await theirs.EnterAsync();
        var id = await squatter.IdAsync();

        using var owner = providers.NewBrowser(providers.Trusted);
        providers.Trusted.SignInAs(squatter.Email);
        var needed = await Answer.ExpectProblemAsync(403, "proof_required", await owner.TryAsync());
        Assert.Equal(["session", "password", "take_over"], needed["methods"]!.AsArray().Select(static method => (string)method!));
        Assert.True(await squatter.IsAcceptedAsync());
        owner.App.Keep(await Answer.ExpectAsync(200, await owner.CompleteAsync((string)needed["externalToken"]!, "takeOver", true)));

        Assert.Equal((id, true), (await owner.App.IdAsync(), (bool)(await owner.App.MeAsync())["emailVerified"]!));
        Assert.False(await squatter.IsAcceptedAsync());
        Assert.False(await theirClient.IsAcceptedAsync());
        await Answer.ExpectProblemAsync(401, "invalid_credentials", await squatter.TrySignInAsync(squatter.Email));
        using var again = providers.NewBrowser(providers.Other);
        await Answer.ExpectProblemAsync(403, "email_required", await again.TryAsync());
    }

    [Fact]
    public async Task Somebody_who_registered_yesterday_proves_the_account_and_keeps_it()
    {
        using var client = await providers.NewClient().RegisterAsync();
        using var browser = providers.NewBrowser(providers.Trusted);
        providers.Trusted.SignInAs(client.Email);
        var token = (string)(await Answer.ExpectProblemAsync(403, "proof_required", await browser.TryAsync()))["externalToken"]!;

        await Answer.ExpectProblemAsync(401, "invalid_credentials", await browser.CompleteAsync(token, "password", "wrong horse battery staple"));
        browser.App.Keep(await Answer.ExpectAsync(200, await browser.CompleteAsync(token, "password", AuthClient.Password)));

        Assert.Equal(await client.IdAsync(), await browser.App.IdAsync());
        Assert.True((bool)(await client.MeAsync())["emailVerified"]!);
        Assert.True(await client.IsAcceptedAsync());
        await browser.EnterAsync();
    }

    [Fact]
    public async Task A_session_proves_the_account_too()
    {
        using var client = await providers.NewClient().RegisterAsync();
        using var browser = providers.NewBrowser(providers.Trusted);
        providers.Trusted.SignInAs(client.Email);
        var token = (string)(await Answer.ExpectProblemAsync(403, "proof_required", await browser.TryAsync()))["externalToken"]!;

        await Answer.ExpectAsync(204, await browser.ConfirmAsync(token, client.Tokens.Access));

        Assert.True((bool)(await client.MeAsync())["emailVerified"]!);
        Assert.Equal(await client.IdAsync(), await (await browser.EnterAsync()).IdAsync());
    }

    [Fact]
    public async Task The_owner_of_a_reserved_address_is_told_who_proves_it_elsewhere()
    {
        using var owner = await providers.RegisterVerifiedAsync();
        var old = owner.Email;
        var moved = AuthClient.NewEmail();
        await Answer.ExpectAsync(202, await owner.ChangeEmailAsync(moved));
        await Answer.ExpectAsync(204, await owner.VerifyEmailAsync(await providers.LinkOfAsync(moved)));

        // By the provider's word, and by a code of a mail: the answer is that of an address that somebody else has.
        using var browser = providers.NewBrowser(providers.Trusted);
        providers.Trusted.SignInAs(old);
        await Answer.ExpectProblemAsync(409, "email_taken", await browser.TryAsync());
        await providers.WaitForMailAsync(old, MailSubject.AddressTaken);
        Assert.Equal(1, providers.CountMails(old, MailSubject.AddressTaken));

        using var other = providers.NewBrowser(providers.Other);
        providers.Other.SignInAs();
        var token = (string)(await Answer.ExpectProblemAsync(403, "email_required", await other.TryAsync()))["externalToken"]!;
        await Answer.ExpectAsync(202, await other.CompleteAsync(token, "email", old));
        await providers.WaitForMailAsync(old, MailSubject.ExternalCode);
        await Answer.ExpectProblemAsync(409, "email_taken", await other.CompleteAsync(token, "code", await providers.CodeOfAsync(old)));
    }

    [Fact]
    public async Task The_code_of_an_app_is_of_no_use_to_another_app()
    {
        using var app = providers.NewBrowser(providers.Trusted);
        providers.Trusted.SignInAs(AuthClient.NewEmail());
        var code = (await app.SignInAsync())["code"];

        await Answer.ExpectProblemAsync(400, "invalid_code", await app.ExchangeAsync(code, verifier: new string('v', 43)));
        await Answer.ExpectProblemAsync(400, "invalid_code", await app.ExchangeAsync(code));
    }

    [Fact]
    public async Task An_end_of_all_sessions_voids_a_code_on_its_way()
    {
        using var app = providers.NewBrowser(providers.Trusted);
        providers.Trusted.SignInAs(AuthClient.NewEmail());
        var client = await app.EnterAsync();
        var code = (await app.SignInAsync())["code"];
        await Answer.ExpectAsync(204, await client.AskAsync(HttpMethod.Post, "/auth/logout-all"));

        await Answer.ExpectProblemAsync(401, "invalid_credentials", await app.ExchangeAsync(code));
    }
}
