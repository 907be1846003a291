using System.Text.Json.Nodes;
using Cardea.Server.Tests.Factors;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.External;

/// <summary>Linking a provider's account from the account, and removing the link.</summary>
public abstract class ExternalLinkTests<TStore>(ProviderServer<TStore> providers, PasskeyBrowser passkeys)
    where TStore : TestStore, new()
{
    [Fact]
    public async Task A_session_links_a_provider_which_then_signs_in()
    {
        using var owner = await providers.RegisterVerifiedAsync();
        using var browser = providers.NewBrowser(providers.Other);
        providers.Other.SignInAs(AuthClient.NewEmail());

        var code = (await browser.SignInAsync(await browser.BeginLinkAsync(owner)))["code"];
        await Answer.ExpectAsync(204, await browser.ExchangeAsync(code, accessToken: owner.Tokens.Access));

        Assert.Equal(await owner.IdAsync(), await (await browser.EnterAsync()).IdAsync());
        var data = await Answer.ExpectAsync(200, await owner.GetAsync("/auth/me/data"));
        Assert.Equal(providers.Other.Issuer, (string?)data["externalLogins"]![0]!["issuer"]);
    }

    [Fact]
    public async Task A_link_that_its_victim_finishes_links_nothing()
    {
        // The thief begins a link in an own session, and the victim signs in at the provider, in the victim's browser.
        using var thief = await providers.RegisterVerifiedAsync();
        using var victim = providers.NewBrowser(providers.Other);
        var url = await victim.BeginLinkAsync(thief);
        providers.Other.SignInAs();
        var code = (await victim.SignInAsync(url))["code"];

        await Answer.ExpectProblemAsync(401, "missing_token", await victim.ExchangeAsync(code));
        code = (await victim.SignInAsync(url))["code"];
        using var own = await providers.RegisterVerifiedAsync();
        await Answer.ExpectProblemAsync(400, "invalid_code", await victim.ExchangeAsync(code, accessToken: own.Tokens.Access));
        code = (await victim.SignInAsync(url))["code"];
        using var elsewhere = await thief.LoginElsewhereAsync();
        await Answer.ExpectProblemAsync(400, "invalid_code", await victim.ExchangeAsync(code, accessToken: elsewhere.Tokens.Access));
        await Answer.ExpectProblemAsync(403, "email_required", await victim.TryAsync());
    }

    [Fact]
    public async Task An_account_at_a_provider_is_linked_once()
    {
        using var first = await providers.RegisterVerifiedAsync();
        using var second = await providers.RegisterVerifiedAsync();
        using var browser = providers.NewBrowser(providers.Other);
        providers.Other.SignInAs();
        await LinkAsync(browser, first);

        var code = (await browser.SignInAsync(await browser.BeginLinkAsync(second)))["code"];
        await Answer.ExpectProblemAsync(409, "external_login_taken", await browser.ExchangeAsync(code, accessToken: second.Tokens.Access));
    }

    [Fact]
    public async Task Unlinking_ends_the_sessions_that_began_there_and_no_others()
    {
        using var owner = await providers.RegisterVerifiedAsync();
        using var browser = providers.NewBrowser(providers.Other);
        providers.Other.SignInAs();
        await LinkAsync(browser, owner);
        var there = await browser.EnterAsync();

        await Answer.ExpectAsync(204, await browser.UnlinkAsync(owner));

        Assert.False(await there.IsAcceptedAsync());
        Assert.True(await owner.IsAcceptedAsync());
        Assert.Contains("external_unlinked", await owner.EventsAsync());
        await Answer.ExpectProblemAsync(404, "external_login_not_found", await browser.UnlinkAsync(owner));
        await Answer.ExpectProblemAsync(403, "email_required", await browser.TryAsync());
    }

    [Fact]
    public async Task The_last_way_to_sign_in_stays()
    {
        using var browser = providers.NewBrowser(providers.Trusted);
        providers.Trusted.SignInAs(AuthClient.NewEmail());
        providers.Trusted.Next["auth_time"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var client = await browser.EnterAsync();

        await Answer.ExpectProblemAsync(409, "last_sign_in_method", await browser.UnlinkAsync(client));
        using var other = providers.NewBrowser(providers.Other);
        providers.Other.SignInAs();
        await LinkAsync(other, client);
        await Answer.ExpectAsync(204, await other.UnlinkAsync(client));
        await Answer.ExpectProblemAsync(409, "last_sign_in_method", await browser.UnlinkAsync(client));
    }

    [Fact]
    public async Task A_login_and_a_passkey_are_ways_to_sign_in_beside_each_other()
    {
        await using var device = await passkeys.NewDeviceAsync(providers.Server);
        using var browser = providers.NewBrowser(providers.Trusted);
        providers.Trusted.SignInAs(AuthClient.NewEmail());
        providers.Trusted.Next["auth_time"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var client = await browser.EnterAsync();
        var (first, _, _) = await PasskeyQuestion.AddAsync(client, device);

        await Answer.ExpectAsync(204, await client.AskAsync(HttpMethod.Delete, $"/auth/passkeys/{first}"));
        await Answer.ExpectProblemAsync(409, "last_sign_in_method", await browser.UnlinkAsync(client));
        var (second, _, _) = await PasskeyQuestion.AddAsync(client, device);

        // Of two removals at once, the second one finds the last way to sign in.
        var answers = await Task.WhenAll(client.AskAsync(HttpMethod.Delete, $"/auth/passkeys/{second}"), browser.UnlinkAsync(client));
        Assert.Single(answers, static answer => (int)answer.StatusCode == 204);
    }

    [Fact]
    public async Task A_link_needs_an_address_of_the_settings()
    {
        using var owner = await providers.RegisterVerifiedAsync();

        var refused = await Answer.ExpectProblemAsync(400, "validation_failed", await owner.PostAsync(
            "/auth/external/work/link", new JsonObject { ["returnUrl"] = "https://evil.example" }, owner.Tokens.Access));

        Assert.Equal(["returnUrl", "codeChallenge"], refused["errors"]!.AsObject().Select(static error => error.Key));
    }

    private static async Task LinkAsync(AppBrowser browser, AuthClient client)
    {
        var code = (await browser.SignInAsync(await browser.BeginLinkAsync(client)))["code"];
        await Answer.ExpectAsync(204, await browser.ExchangeAsync(code, accessToken: client.Tokens.Access));
    }
}
