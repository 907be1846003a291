using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.External;

/// <summary>An app signs people in with a provider, and each gets the account that the rules give them.</summary>
public abstract class ExternalSignInTests<TStore>(ProviderServer<TStore> providers)
    where TStore : TestStore, new()
{
    [Fact]
    public async Task The_providers_are_listed()
    {
        using var client = providers.NewClient();
        _ = providers.Server;

        var listed = (await Answer.ExpectAsync(200, await client.GetAsync("/auth/external")))["providers"]!.AsArray();

        Assert.Equal(
            [("auto", "auto"), ("other", "other"), ("work", "Work & Co")],
            listed.Select(static provider => ((string)provider!["name"]!, (string)provider["displayName"]!)));
    }

    [Fact]
    public async Task A_new_person_with_a_proved_address_gets_a_verified_account_and_comes_back_to_it()
    {
        using var browser = providers.NewBrowser(providers.Trusted);
        var email = AuthClient.NewEmail();
        var subject = providers.Trusted.SignInAs(email.ToUpperInvariant());

        var first = await browser.EnterAsync();

        var me = await first.MeAsync();
        Assert.Equal((email, true), ((string?)me["email"], (bool)me["emailVerified"]!));
        Assert.Equal(["external"], first.Tokens.Amr);
        Assert.Equal(DateTimeOffset.UnixEpoch, first.Tokens.AuthTime);
        Assert.Equal(["registered"], await first.EventsAsync());

        // The address at the provider changes; the account stays.
        using var again = providers.NewBrowser(providers.Trusted);
        providers.Trusted.SignInAs(AuthClient.NewEmail(), subject: subject);
        var second = await again.EnterAsync();
        Assert.Equal((string?)me["id"], await second.IdAsync());
        Assert.Equal("external_sign_in", (await second.EventsAsync())[0]);
    }

    [Fact]
    public async Task Tokens_go_into_cookies_for_a_page_of_the_issuer_and_for_no_other_site()
    {
        using var browser = providers.NewBrowser(providers.Trusted);
        providers.Trusted.SignInAs(AuthClient.NewEmail());
        var came = await browser.SignInAsync();
        browser.App.Http.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        await Answer.ExpectProblemAsync(403, "cross_site", await browser.ExchangeAsync(came["code"], query: "?useCookies=true"));

        browser.App.Http.DefaultRequestHeaders.Remove("Sec-Fetch-Site");
        using var answer = await browser.ExchangeAsync(came["code"], query: "?useCookies=true");

        Assert.Contains(answer.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith($"cardea-{providers.Server.Address.Port}=", StringComparison.Ordinal));
        var tokens = await Answer.ExpectAsync(200, answer);
        Assert.Null(tokens["refreshToken"] ?? tokens["accessToken"]);
    }

    [Fact]
    public async Task A_subject_has_255_characters()
    {
        using var browser = providers.NewBrowser(providers.Trusted);
        providers.Trusted.SignInAs(AuthClient.NewEmail(), subject: new string('s', 255));
        await browser.EnterAsync();

        using var longer = providers.NewBrowser(providers.Trusted);
        providers.Trusted.SignInAs(AuthClient.NewEmail(), subject: new string('s', 256));
        Assert.Equal("external_sign_in_failed", (await longer.SignInAsync())["error"]);
    }

    [Fact]
    public async Task The_same_subject_at_another_issuer_is_somebody_else()
    {
        using var here = providers.NewBrowser(providers.Trusted);
        var subject = providers.Trusted.SignInAs(AuthClient.NewEmail());
        var first = await here.EnterAsync();

        using var there = providers.NewBrowser(providers.Automatic);
        providers.Automatic.SignInAs(AuthClient.NewEmail(), subject: subject);
        var second = await there.EnterAsync();

        Assert.NotEqual(await first.IdAsync(), await second.IdAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_a_proved_address_the_person_gives_one_and_reads_its_mail(bool isClaimed)
    {
        using var browser = providers.NewBrowser(providers.Other);
        var email = AuthClient.NewEmail();
        providers.Other.SignInAs(isClaimed ? AuthClient.NewEmail() : null);

        var needed = await Answer.ExpectProblemAsync(403, "email_required", await browser.TryAsync());
        var token = (string)needed["externalToken"]!;
        await Answer.ExpectProblemAsync(400, "invalid_code", await browser.CompleteAsync(token, "code", "12345678"));
        await Answer.ExpectAsync(202, await browser.CompleteAsync(token, "email", email));
        var digits = await providers.CodeOfAsync(email);
        await Answer.ExpectProblemAsync(400, "invalid_code", await browser.CompleteAsync(token, "code", digits == "00000000" ? "00000001" : "00000000"));
        await Answer.ExpectProblemAsync(400, "invalid_code", await browser.CompleteAsync(token, "code", digits, verifier: new string('v', 43)));
        browser.App.Keep(await Answer.ExpectAsync(200, await browser.CompleteAsync(token, "code", digits)));

        var me = await browser.App.MeAsync();
        Assert.Equal((email, true), ((string?)me["email"], (bool)me["emailVerified"]!));
        await Answer.ExpectProblemAsync(400, "invalid_code", await browser.CompleteAsync(token, "code", digits));
    }

    [Fact]
    public async Task Where_the_operator_wants_it_a_verified_account_is_linked_at_once()
    {
        using var owner = await providers.RegisterVerifiedAsync();
        using var browser = providers.NewBrowser(providers.Automatic);
        providers.Automatic.SignInAs(owner.Email);

        var client = await browser.EnterAsync();

        Assert.Equal(await owner.IdAsync(), await client.IdAsync());
        Assert.Contains("external_linked", await client.EventsAsync());
    }

    [Fact]
    public async Task A_signed_time_within_the_attempt_makes_the_session_recent()
    {
        using var browser = providers.NewBrowser(providers.Trusted);
        providers.Trusted.SignInAs(AuthClient.NewEmail());
        providers.Trusted.Next["auth_time"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var recent = await browser.EnterAsync();
        await Answer.ExpectAsync(200, await recent.GetAsync("/auth/me/data"));

        using var other = providers.NewBrowser(providers.Trusted);
        providers.Trusted.SignInAs(AuthClient.NewEmail());
        providers.Trusted.Next["auth_time"] = DateTimeOffset.UtcNow.AddMinutes(-5).ToUnixTimeSeconds();
        var old = await other.EnterAsync();
        await Answer.ExpectProblemAsync(403, "reauthentication_required", await old.GetAsync("/auth/me/data"));
    }

    [Fact]
    public async Task Another_node_finishes_what_one_began()
    {
        await using var twin = await providers.StartTwinAsync();
        using var browser = providers.NewBrowser(providers.Trusted);
        providers.Trusted.SignInAs(AuthClient.NewEmail());
        var callback = new Uri(await browser.VisitProviderAsync());

        using var back = await browser.OpenAsync(new Uri(twin.Address, callback.PathAndQuery).ToString());

        await Answer.ExpectAsync(200, await browser.ExchangeAsync((await AppBrowser.ReadAsync(back))["code"]));
    }
}
