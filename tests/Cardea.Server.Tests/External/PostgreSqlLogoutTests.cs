using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.External;

/// <summary>A provider's logout that the database did not take is 503, and the provider sends it again.</summary>
public sealed class PostgreSqlLogoutTests : StoreTests<PostgreSqlStore>
{
    [Fact]
    public async Task A_logout_that_failed_works_when_it_comes_again_and_then_no_more()
    {
        await using var provider = await StandInProvider.StartAsync();
        await using var server = await Store.StartAsync(
            ("Cardea__ReturnUrls__0", ProviderServer<PostgreSqlStore>.ReturnUrl),
            ("Cardea__Providers__work__Issuer", provider.Issuer),
            ("Cardea__Providers__work__ClientId", StandInProvider.ClientId),
            ("Cardea__Providers__work__ClientSecret", "secret"),
            ("Cardea__Providers__work__NativeClientIds__0", StandInProvider.NativeClientId),
            ("Cardea__Providers__work__TrustsEmail", "true"));
        using var browser = new AppBrowser(server.Address, provider, "work");
        var subject = provider.SignInAs(AuthClient.NewEmail());
        var nonce = await browser.NonceAsync();
        browser.App.Keep(await Answer.ExpectAsync(200, await browser.SignInNativelyAsync(provider.Sign(provider.IdToken(StandInProvider.NativeClientId, nonce, provider.Next)))));
        var token = provider.Sign(provider.LogoutToken(subject, sid: null));

        await using (await LockedRows.TakeAsync(Store, "LOCK TABLE cardea.external_logouts IN EXCLUSIVE MODE"))
        {
            await Answer.ExpectStatusAsync(503, browser.LogOutAtProviderAsync(token));
        }

        Assert.True(await browser.App.IsAcceptedAsync());
        await Answer.ExpectStatusAsync(200, browser.LogOutAtProviderAsync(token));
        Assert.False(await browser.App.IsAcceptedAsync());
        await Answer.ExpectStatusAsync(400, browser.LogOutAtProviderAsync(token));
    }
}
