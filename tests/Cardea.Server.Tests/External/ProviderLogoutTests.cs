using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.External;

/// <summary>A provider's logout ends the sessions that began there, at every node.</summary>
public abstract class ProviderLogoutTests<TStore>(ProviderServer<TStore> providers)
    where TStore : TestStore, new()
{
    [Fact]
    public async Task A_logout_of_the_providers_session_ends_the_session_on_every_node_and_at_a_remote_api()
    {
        await using var twin = await providers.StartTwinAsync();
        using var directory = new TemporaryDirectory();
        await using var orders = await OrdersProcess.StartAsync(directory.FullName, providers.Server.Address.GetLeftPart(UriPartial.Authority));
        using var browser = providers.NewBrowser(providers.Trusted);
        var (client, subject, sid) = await EnterAsync(browser);
        using var elsewhere = new AuthClient(twin.Address);
        await Answer.ExpectStatusAsync(204, elsewhere.GetAsync("/auth/verify", client.Tokens.Access));
        Assert.Equal(200, await orders.StatusAsync(client.Tokens.Access));

        await Answer.ExpectAsync(200, await browser.LogOutAtProviderAsync(providers.Trusted.Sign(providers.Trusted.LogoutToken(subject, sid))));

        Assert.False(await client.IsAcceptedAsync());
        await Answer.ExpectProblemAsync(401, "session_ended", await client.TryRefreshAsync(client.Tokens.Refresh));
        await Eventually.HoldsAsync(async () => (int)(await elsewhere.GetAsync("/auth/verify", client.Tokens.Access)).StatusCode == 401);
        await orders.UntilAsync(401, "/orders", client.Tokens.Access);
    }

    [Fact]
    public async Task A_logout_that_comes_before_the_exchange_is_not_forgotten()
    {
        using var browser = providers.NewBrowser(providers.Trusted);
        var subject = providers.Trusted.SignInAs(AuthClient.NewEmail());
        var code = (await browser.SignInAsync())["code"];
        await Answer.ExpectAsync(200, await browser.LogOutAtProviderAsync(providers.Trusted.Sign(providers.Trusted.LogoutToken(subject, sid: null))));

        await Answer.ExpectProblemAsync(401, "invalid_credentials", await browser.ExchangeAsync(code));
    }

    [Fact]
    public async Task Only_a_logout_token_of_this_provider_for_this_service_counts_once()
    {
        using var browser = providers.NewBrowser(providers.Trusted);
        var (client, subject, sid) = await EnterAsync(browser);
        (string Why, Action<Dictionary<string, object>> Change)[] wrong =
        [
            ("another audience", static token => token["aud"] = "another"),
            ("two audiences", static token => token["aud"] = new[] { StandInProvider.ClientId, "another" }),
            ("another issuer", static token => token["iss"] = "https://evil.example"),
            ("a nonce", static token => token["nonce"] = "x"),
            ("no event", static token => token.Remove("events")),
            ("another event", static token => token["events"] = new Dictionary<string, object> { ["http://evil.example"] = new Dictionary<string, object>() }),
            ("no id", static token => token.Remove("jti")),
            ("no time", static token => token.Remove("iat")),
            ("an old time", static token => token["iat"] = DateTimeOffset.UtcNow.AddHours(-1).ToUnixTimeSeconds()),
            ("no end", static token => token.Remove("exp")),
            ("a past end", static token => token["exp"] = DateTimeOffset.UtcNow.AddMinutes(-10).ToUnixTimeSeconds()),
            ("nobody", static token => { token.Remove("sub"); token.Remove("sid"); }),
        ];
        foreach (var (why, change) in wrong)
        {
            var forged = providers.Trusted.LogoutToken(subject, sid);
            change(forged);
            using var answer = await browser.LogOutAtProviderAsync(providers.Trusted.Sign(forged));
            Assert.True((int)answer.StatusCode == 400, why);
        }

        await Answer.ExpectStatusAsync(400, browser.LogOutAtProviderAsync(providers.Trusted.Sign(providers.Trusted.LogoutToken(subject, sid), StandInProvider.NewKey())));
        await Answer.ExpectStatusAsync(400, browser.LogOutAtProviderAsync(providers.Other.Sign(providers.Trusted.LogoutToken(subject, sid))));
        await Answer.ExpectStatusAsync(400, browser.LogOutAtProviderAsync("x.y.z"));
        Assert.True(await client.IsAcceptedAsync());

        var token = providers.Trusted.Sign(providers.Trusted.LogoutToken(subject, sid));
        await Answer.ExpectStatusAsync(200, browser.LogOutAtProviderAsync(token));
        await Answer.ExpectStatusAsync(400, browser.LogOutAtProviderAsync(token));
        Assert.False(await client.IsAcceptedAsync());
    }

    private async Task<(AuthClient Client, string Subject, string Sid)> EnterAsync(AppBrowser browser)
    {
        var subject = providers.Trusted.SignInAs(AuthClient.NewEmail());
        var sid = (string)providers.Trusted.Next["sid"]!;
        return (await browser.EnterAsync(), subject, sid);
    }
}
