using Cardea.Server.Tests.External;
using Cardea.Server.Tests.Factors;
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
        Assert.Equal("Continue with Work & Co", page.Page.QuerySelector("button[name=provider][value=work]")!.TextContent);
        await page.PressAsync("/account/external/begin", value: "work");

        await page.OpenAsync(visitor.Local(await FollowAsync(visitor, OnwardOf(page))));
        Assert.Equal(("Your devices", "/account/devices"), (page.Heading, page.Path));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_box_stay_signed_in_counts_for_a_provider(bool stays)
    {
        using var visitor = providers.NewPage(providers.Trusted);
        using var page = new FormBrowser(visitor.Http);
        providers.Trusted.SignInAs(AuthClient.NewEmail());
        await page.OpenAsync("/account/sign-in");
        await page.PressAsync("/account/external/begin", stays, "work");
        await FollowAsync(visitor, OnwardOf(page));
        Assert.Equal(stays, visitor.Http.LastSet.Any(static set => set.Contains("max-age=", StringComparison.OrdinalIgnoreCase)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_box_stay_signed_in_counts_for_a_provider_and_a_second_step(bool stays)
    {
        using var owner = await providers.RegisterVerifiedAsync();
        using var visitor = providers.NewPage(providers.Trusted);
        using var page = new FormBrowser(visitor.Http);
        providers.Trusted.SignInAs(owner.Email);
        await FollowAsync(visitor, StartOf("work"));
        await page.OpenAsync("/account/external?error=link_required");
        await page.OpenAsync(page.Page.QuerySelector("main .cardea-button")!.GetAttribute("href")!);
        await page.SendAsync("/account/sign-in", ("email", owner.Email), ("password", AuthClient.Password));
        await page.SendAsync("/account/external/confirm");
        var (app, _) = await AuthenticatorApp.AddAsync(owner);
        await page.SendAsync("/account/sign-out");

        await page.OpenAsync("/account/sign-in?return=%2Faccount%2Fsecurity");
        await page.PressAsync("/account/external/begin", stays, "work");
        await page.OpenAsync(visitor.Local(await FollowAsync(visitor, OnwardOf(page))));
        await page.SendAsync("/account/second-factor", ("code", app.NextCode()));
        Assert.Equal(("Security", stays), (page.Heading, page.IsPersistent));
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

        Assert.EndsWith("/account/security?done=provider-linked", await FollowAsync(visitor, OnwardOf(page)), StringComparison.Ordinal);
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

    // Where a page leads to by itself.
    private static string OnwardOf(FormBrowser page) => page.Page.QuerySelector("meta[http-equiv=refresh]")!.GetAttribute("content")!["0;url=".Length..];

    // To the provider and back: the address where the browser ends.
    private static async Task<string> FollowAsync(PageBrowser visitor, string start)
    {
        await visitor.WaitForProviderAsync();
        using var back = await visitor.FollowAsync(await visitor.VisitProviderAsync(start));
        return back.Headers.Location!.ToString();
    }
}
