using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.External;

/// <summary>Sign-in with a real provider, which follows the standard as others read it.</summary>
public sealed class CertifiedProviderTests
{
    [Fact]
    public async Task A_browser_signs_in_and_comes_back_to_its_account()
    {
        await using var provider = new CertifiedProvider();
        await provider.StartAsync();
        var email = AuthClient.NewEmail();
        await provider.SignInAsAsync(email);
        using var first = provider.NewVisitor();
        using var second = provider.NewVisitor();

        Assert.Equal("", await first.FollowAsync());
        Assert.Equal("", await second.FollowAsync());

        var me = await Answer.ExpectAsync(200, await first.GetAsync("/auth/me"));
        Assert.Equal((email, true), ((string?)me["email"], (bool)me["emailVerified"]!));
        Assert.Equal((string?)me["id"], (string?)(await Answer.ExpectAsync(200, await second.GetAsync("/auth/me")))["id"]);
    }

    [Fact]
    public async Task Its_keys_roll_over()
    {
        await using var provider = new CertifiedProvider();
        await provider.StartAsync();
        await provider.SignInAsAsync(AuthClient.NewEmail());
        using var visitor = provider.NewVisitor();
        Assert.Equal("", await visitor.FollowAsync());

        await provider.RollKeysAsync();

        // The first sign-in after an abrupt change is lost; a later one is not.
        await Eventually.HoldsAsync(async () => (await visitor.FollowAsync()).Length == 0);
    }

    [Fact]
    public async Task A_logout_there_ends_the_session_here()
    {
        await using var provider = new CertifiedProvider();
        await provider.StartAsync();
        await provider.SignInAsAsync(AuthClient.NewEmail());
        using var visitor = provider.NewVisitor();
        using var elsewhere = provider.NewVisitor();
        Assert.Equal("", await visitor.FollowAsync());
        Assert.Equal("", await elsewhere.FollowAsync());
        await Answer.ExpectStatusAsync(204, visitor.GetAsync("/auth/verify"));

        await visitor.SignOutAtProviderAsync();

        await Eventually.HoldsAsync(async () => (int)(await visitor.GetAsync("/auth/verify")).StatusCode == 401);

        // The other browser has a session of its own at the provider.
        await Answer.ExpectStatusAsync(204, elsewhere.GetAsync("/auth/verify"));
    }

    [Fact]
    public async Task It_signs_the_time_on_request_and_asks_again_for_a_new_proof()
    {
        await using var provider = new CertifiedProvider();
        await provider.StartAsync();
        await provider.SignInAsAsync(AuthClient.NewEmail());
        using var visitor = provider.NewVisitor();
        Assert.Equal("", await visitor.FollowAsync());
        await Answer.ExpectStatusAsync(200, visitor.GetAsync("/auth/me/data"));
        var before = await EventsAsync(visitor);

        using var body = JsonContent.Create(new JsonObject { ["returnUrl"] = PageBrowser.ReturnUrl });
        var url = (string)(await Answer.ExpectAsync(200, await visitor.PostAsync("/auth/external/certified/reauthenticate", body)))["url"]!;
        Assert.Equal("", await visitor.FollowAsync(url));

        Assert.Contains("reauthenticated", await EventsAsync(visitor), StringComparison.Ordinal);
        Assert.DoesNotContain("reauthenticated", before, StringComparison.Ordinal);
    }

    private static async Task<string> EventsAsync(CertifiedProvider.Visitor visitor) => (await Answer.ExpectAsync(200, await visitor.GetAsync("/auth/events"))).ToJsonString();
}
