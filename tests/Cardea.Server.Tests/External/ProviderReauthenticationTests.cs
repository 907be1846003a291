using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.External;

/// <summary>A user proves again who they are, with an account at a provider that is linked already.</summary>
public abstract class ProviderReauthenticationTests<TStore>(ProviderServer<TStore> providers)
    where TStore : TestStore, new()
{
    [Fact]
    public async Task A_time_that_the_provider_signs_makes_the_session_recent()
    {
        using var browser = providers.NewBrowser(providers.Trusted);
        providers.Trusted.SignInAs(AuthClient.NewEmail());
        var client = await browser.EnterAsync();
        await Answer.ExpectProblemAsync(403, "reauthentication_required", await client.GetAsync("/auth/me/data"));

        providers.Trusted.Next["auth_time"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var code = (await browser.SignInAsync(await browser.BeginLinkAsync(client, "reauthenticate")))["code"];
        var session = client.Tokens.SessionId;
        client.Keep(await Answer.ExpectAsync(200, await browser.ExchangeAsync(code, accessToken: client.Tokens.Access)));

        Assert.Equal(session, client.Tokens.SessionId);
        Assert.Equal(["external"], client.Tokens.Amr);
        await Answer.ExpectAsync(200, await client.GetAsync("/auth/me/data"));
        await client.RefreshAsync();
        Assert.Contains("reauthenticated", await client.EventsAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(-5)]
    public async Task Without_such_a_time_the_session_is_not_recent(int? minutes)
    {
        using var browser = providers.NewBrowser(providers.Trusted);
        providers.Trusted.SignInAs(AuthClient.NewEmail());
        var client = await browser.EnterAsync();
        if (minutes is { } ago)
        {
            providers.Trusted.Next["auth_time"] = DateTimeOffset.UtcNow.AddMinutes(ago).ToUnixTimeSeconds();
        }

        var code = (await browser.SignInAsync(await browser.BeginLinkAsync(client, "reauthenticate")))["code"];

        await Answer.ExpectProblemAsync(403, "reauthentication_required", await browser.ExchangeAsync(code, accessToken: client.Tokens.Access));
    }

    [Fact]
    public async Task It_is_bound_to_the_session_and_takes_a_linked_account_only()
    {
        using var browser = providers.NewBrowser(providers.Trusted);
        var subject = providers.Trusted.SignInAs(AuthClient.NewEmail());
        var client = await browser.EnterAsync();
        using var elsewhere = providers.NewBrowser(providers.Trusted);
        var other = await elsewhere.EnterAsync();
        providers.Trusted.Next["auth_time"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

        // Another session of the same user, and none.
        var code = (await browser.SignInAsync(await browser.BeginLinkAsync(client, "reauthenticate")))["code"];
        await Answer.ExpectProblemAsync(400, "invalid_code", await browser.ExchangeAsync(code, accessToken: other.Tokens.Access));
        code = (await browser.SignInAsync(await browser.BeginLinkAsync(client, "reauthenticate")))["code"];
        await Answer.ExpectProblemAsync(401, "missing_token", await browser.ExchangeAsync(code));

        // Somebody else's account at the provider, and one of nobody.
        using var stranger = providers.NewBrowser(providers.Trusted);
        var theirs = providers.Trusted.SignInAs(AuthClient.NewEmail());
        await stranger.EnterAsync();
        foreach (var another in (string[])[theirs, $"{subject}-x"])
        {
            providers.Trusted.SignInAs(subject: another);
            providers.Trusted.Next["auth_time"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
            code = (await browser.SignInAsync(await browser.BeginLinkAsync(client, "reauthenticate")))["code"];
            await Answer.ExpectProblemAsync(404, "external_login_not_found", await browser.ExchangeAsync(code, accessToken: client.Tokens.Access));
        }

        await Answer.ExpectProblemAsync(403, "reauthentication_required", await client.GetAsync("/auth/me/data"));
    }

    [Fact]
    public async Task A_session_in_cookies_becomes_recent_in_its_browser()
    {
        using var browser = providers.NewPage(providers.Trusted);
        providers.Trusted.SignInAs(AuthClient.NewEmail());
        Assert.Equal("", await browser.SignInAsync());
        var session = await browser.Http.SessionAsync();
        await Answer.ExpectProblemAsync(403, "reauthentication_required", await browser.Http.GetAsync("/auth/me/data"));
        providers.Trusted.Next["auth_time"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

        Assert.Equal("", await browser.SignInAsync(await browser.BeginAsync("reauthenticate")));

        Assert.Equal(session, await browser.Http.SessionAsync());
        await Answer.ExpectAsync(200, await browser.Http.GetAsync("/auth/me/data"));
    }

    [Fact]
    public async Task The_provider_is_asked_to_ask_again()
    {
        using var browser = providers.NewBrowser(providers.Trusted);
        using var client = await providers.RegisterVerifiedAsync();

        using var begun = await browser.OpenAsync(await browser.BeginLinkAsync(client, "reauthenticate"));

        Assert.Contains("max_age=0", begun.Headers.Location!.Query, StringComparison.Ordinal);
    }
}
