using Cardea.Server.Tests.External;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Pages;

/// <summary>Signing in with a provider on the pages, to the end.</summary>
public abstract class ExternalPageTests<TStore>(ProviderServer<TStore> providers)
    where TStore : TestStore, new()
{
    [Fact]
    public async Task A_new_person_signs_in_with_a_provider()
    {
        using var visitor = providers.NewPage(providers.Trusted);
        using var page = new FormBrowser(visitor.Http);
        providers.Trusted.SignInAs(AuthClient.NewEmail());
        await page.OpenAsync("/account/sign-in");
        var link = page.Page.QuerySelector("a[href*='/auth/external/work']")!;
        Assert.Equal("Continue with Work & Co", link.TextContent);

        Assert.EndsWith("/account/devices", await FollowAsync(visitor, link.GetAttribute("href")!), StringComparison.Ordinal);
        await page.OpenAsync("/account/devices");
        Assert.Equal("Your devices", page.Heading);
    }

    [Fact]
    public async Task Who_has_an_account_already_signs_in_as_before_and_links_it()
    {
        using var owner = await providers.RegisterVerifiedAsync();
        using var visitor = providers.NewPage(providers.Trusted);
        using var page = new FormBrowser(visitor.Http);
        providers.Trusted.SignInAs(owner.Email);
        Assert.EndsWith("#error=link_required", await FollowAsync(visitor, StartOf("work")), StringComparison.Ordinal);

        await page.OpenAsync("/account/external?error=link_required");
        Assert.Equal("You have an account already", page.Heading);
        await page.OpenAsync(page.Page.QuerySelector("main .cardea-button")!.GetAttribute("href")!);
        await page.SendAsync("/account/sign-in", ("email", owner.Email), ("password", AuthClient.Password));
        Assert.Contains(owner.Email, page.Text, StringComparison.Ordinal);
        await page.SendAsync("/account/external/confirm");
        Assert.Equal("The provider is linked to your account.", page.Notice);

        await page.SendAsync("/account/security/providers/unlink");
        Assert.StartsWith("The link is removed", page.Notice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_the_provider_does_not_prove_is_asked_for()
    {
        using var visitor = providers.NewPage(providers.Other);
        using var page = new FormBrowser(visitor.Http);
        var email = AuthClient.NewEmail();
        providers.Other.SignInAs(email);
        Assert.EndsWith("#error=email_required", await FollowAsync(visitor, StartOf("other")), StringComparison.Ordinal);

        await page.OpenAsync("/account/external?error=email_required");
        Assert.Equal("Your e-mail address", page.Heading);
        await page.SendAsync("/account/external", ("email", email));
        await page.SendAsync("/account/external", ("code", "00000000"));
        Assert.StartsWith("This code was used before", page.Notice, StringComparison.Ordinal);
        await page.SendAsync("/account/external", ("code", await providers.CodeOfAsync(email)));
        Assert.Equal("Your devices", page.Heading);
    }

    [Fact]
    public async Task A_provider_is_linked_on_the_page_security()
    {
        using var visitor = providers.NewPage(providers.Trusted);
        using var page = new FormBrowser(visitor.Http);
        await visitor.Http.RegisterAsync();
        providers.Trusted.SignInAs(AuthClient.NewEmail());
        await page.OpenAsync("/account/security");
        await page.SendAsync("/account/security/providers/link", ("provider", "work"));
        var onward = page.Page.QuerySelector("meta[http-equiv=refresh]")!.GetAttribute("content")!;

        Assert.EndsWith("/account/security?done=provider-linked", await FollowAsync(visitor, onward["0;url=".Length..]), StringComparison.Ordinal);
        await page.OpenAsync("/account/security?done=provider-linked");
        Assert.Equal("The provider is linked to your account.", page.Notice);
        Assert.Contains("Remove", page.Page.QuerySelector("form[action$='/providers/unlink']")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sign_in_that_failed_says_why()
    {
        using var page = new FormBrowser(providers.Server.Address);
        await page.OpenAsync("/account/external?error=access_denied");
        Assert.Equal(("Sign in", "You stopped the sign-in at the provider. You can try again, or sign in another way."), (page.Heading, page.Notice));
        await page.OpenAsync("/account/sign-in?error=<script>");
        Assert.Equal(("Sign in", ""), (page.Heading, page.Notice));
    }

    private static string StartOf(string provider) => $"/auth/external/{provider}?useCookies=true&returnUrl=%2Faccount%2Fdevices";

    // To the provider and back: the address where the browser ends.
    private static async Task<string> FollowAsync(PageBrowser visitor, string start)
    {
        await visitor.WaitForProviderAsync();
        using var back = await visitor.FollowAsync(await visitor.VisitProviderAsync(start));
        return back.Headers.Location!.ToString();
    }
}
