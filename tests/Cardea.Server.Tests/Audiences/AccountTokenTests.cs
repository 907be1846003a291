using System.Text.Json.Nodes;
using Cardea.Server.Tests.Factors;
using Cardea.Server.Tests.Revocation;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Audiences;

/// <summary>Getting an access token for the issuer, and where it is accepted.</summary>
public abstract class AccountTokenTests<TStore>(AudienceServer<TStore> audience, PasskeyBrowser browser) : IClassFixture<AudienceServer<TStore>>
    where TStore : TestStore, new()
{
    private const string Other = "https://other.example.org";

    [Fact]
    public async Task Without_an_audience_a_token_is_for_the_apis()
    {
        using var client = await audience.RegisterAsync();
        Assert.Equal(AudienceServer<TStore>.Apis, client.Tokens.Audience);
        Assert.True(await client.IsAcceptedAsync());

        await client.RefreshAsync();

        Assert.Equal(AudienceServer<TStore>.Apis, client.Tokens.Audience);
        Assert.InRange(client.Tokens.Lifetime, 301, 700);
        await Answer.ExpectProblemAsync(403, "account_token_required", await AskForPasskeyAsync(client));
    }

    [Theory]
    [InlineData("/auth/register", 201)]
    [InlineData("/auth/login", 200)]
    public async Task Signing_up_and_in_give_a_token_for_the_issuer(string path, int status)
    {
        using var client = audience.Server.NewClient();
        if (status == 200)
        {
            await client.RegisterAsync();
        }

        foreach (var wrong in (string[])["", Other, audience.Issuer + "/"])
        {
            Assert.NotNull((await Answer.ExpectProblemAsync(400, "validation_failed", await SignInAsync(wrong)))["errors"]!["audience"]);
        }

        client.Keep(await Answer.ExpectAsync(status, await SignInAsync(audience.Issuer)));

        await ExpectAccountTokenAsync(client);

        Task<HttpResponseMessage> SignInAsync(string asked) =>
            client.PostAsync(path, new JsonObject { ["email"] = client.Email, ["password"] = AuthClient.Password, ["audience"] = asked });
    }

    [Fact]
    public async Task Proving_again_who_one_is_gives_a_token_for_the_issuer()
    {
        using var client = await audience.RegisterAsync();
        var session = client.Tokens.SessionId;
        var request = new JsonObject { ["password"] = AuthClient.Password, ["audience"] = Other };
        await Answer.ExpectProblemAsync(400, "validation_failed", await client.AskAsync(HttpMethod.Post, "/auth/reauthenticate", request));
        request["audience"] = audience.Issuer;

        client.Keep(await Answer.ExpectAsync(200, await client.AskAsync(HttpMethod.Post, "/auth/reauthenticate", request)));

        Assert.Equal(session, client.Tokens.SessionId);
        await ExpectAccountTokenAsync(client);
    }

    [Fact]
    public async Task Where_there_is_no_password_only_a_token_for_the_issuer_changes_the_account()
    {
        await using var device = await browser.NewDeviceAsync(audience.Server);
        using var client = audience.Server.NewClient();
        var question = new PasskeyQuestion(
            await Answer.ExpectAsync(200, await client.PostAsync("/auth/register/passkey-options", new JsonObject { ["email"] = client.Email })));
        client.Keep(await Answer.ExpectAsync(201, await client.PostAsync("/auth/register", new JsonObject
        {
            ["email"] = client.Email,
            ["passkey"] = new JsonObject { ["token"] = question.Token, ["credential"] = (await device.CreateAsync(question.Options)).DeepClone() },
        })));
        Assert.Equal(AudienceServer<TStore>.Apis, client.Tokens.Audience);

        // An API that got the token makes a password up.
        await Answer.ExpectProblemAsync(403, "account_token_required", await client.ChangePasswordAsync());
        await Answer.ExpectProblemAsync(403, "account_token_required", await client.ChangeEmailAsync(AuthClient.NewEmail()));
        await Answer.ExpectProblemAsync(403, "account_token_required", await client.DeleteAccountAsync());
        await Answer.ExpectProblemAsync(403, "account_token_required", await client.DeleteAccountAsync(password: null));

        await audience.RefreshForIssuerAsync(client);
        await Answer.ExpectAsync(204, await client.DeleteAccountAsync());
    }

    [Fact]
    public async Task The_second_factor_keeps_the_audience_of_the_first_or_names_another()
    {
        using var client = await audience.RegisterAsync();
        await audience.RefreshForIssuerAsync(client);
        var (_, codes) = await AuthenticatorApp.AddAsync(client);
        foreach (var (first, second, expected) in ((string?, string?, string)[])
            [(audience.Issuer, null, audience.Issuer), (null, audience.Issuer, audience.Issuer), (audience.Issuer, AudienceServer<TStore>.Apis, AudienceServer<TStore>.Apis)])
        {
            var step = await FirstStep.OfAsync(client, client.PostAsync(
                "/auth/login", new JsonObject { ["email"] = client.Email, ["password"] = AuthClient.Password, ["audience"] = first }));
            var code = codes[0];
            codes = codes[1..];
            await Answer.ExpectProblemAsync(400, "validation_failed", await FinishAsync(Other));

            var tokens = Tokens.Of(await Answer.ExpectAsync(200, await FinishAsync(second)));

            Assert.Equal(expected, tokens.Audience);

            Task<HttpResponseMessage> FinishAsync(string? asked) =>
                client.PostAsync("/auth/mfa", new JsonObject { ["mfaToken"] = step.MfaToken, ["code"] = code, ["audience"] = asked });
        }

        // A session that goes on keeps it too.
        var again = await FirstStep.OfAsync(client, client.AskAsync(
            HttpMethod.Post, "/auth/reauthenticate", new JsonObject { ["password"] = AuthClient.Password, ["audience"] = audience.Issuer }));
        client.Keep(await Answer.ExpectAsync(200, await again.TryAsync(codes[0])));
        await ExpectAccountTokenAsync(client);
    }

    [Fact]
    public async Task A_mailed_link_gives_a_token_for_the_issuer()
    {
        using var client = await audience.RegisterAsync();
        var mailed = await audience.Mail.NextAsync(client.Email, MailSubject.VerifyEmail);
        await Answer.ExpectAsync(204, await client.VerifyEmailAsync(mailed.Code));
        var asked = await Answer.ExpectAsync(202, await client.PostAsync("/auth/link", new JsonObject { ["email"] = client.Email }));
        var mail = await audience.Mail.NextAsync(client.Email, MailSubject.SignInLink);
        var request = new JsonObject { ["token"] = mail.Code, ["browserToken"] = (string)asked["browserToken"]!, ["audience"] = Other };
        await Answer.ExpectProblemAsync(400, "validation_failed", await client.PostAsync("/auth/link/sign-in", request));
        request["audience"] = audience.Issuer;

        client.Keep(await Answer.ExpectAsync(200, await client.PostAsync("/auth/link/sign-in", request)));

        await ExpectAccountTokenAsync(client);
    }

    [Theory]
    [InlineData("/auth/passkeys/sign-in")]
    [InlineData("/auth/passkeys/reauthenticate")]
    public async Task A_passkey_gives_a_token_for_the_issuer(string path)
    {
        await using var device = await browser.NewDeviceAsync(audience.Server);
        using var client = await audience.RegisterAsync();
        await audience.RefreshForIssuerAsync(client);
        await PasskeyQuestion.AddAsync(client, device);
        await client.RefreshAsync();
        var question = await PasskeyQuestion.ForKnownAsync(client);
        var request = new JsonObject { ["token"] = question.Token, ["credential"] = (await device.GetAsync(question.Options)).DeepClone(), ["audience"] = Other };
        await Answer.ExpectProblemAsync(400, "validation_failed", await client.AskAsync(HttpMethod.Post, path, request));
        request["audience"] = audience.Issuer;

        client.Keep(await Answer.ExpectAsync(200, await client.AskAsync(HttpMethod.Post, path, request)));

        await ExpectAccountTokenAsync(client);
    }

    [Fact]
    public async Task A_repeated_refresh_gets_the_audience_that_it_asks_for_at_every_node()
    {
        await using var twin = await audience.StartTwinAsync();
        using var elsewhere = twin.NewClient();
        using var client = await audience.RegisterAsync();
        var presented = client.Tokens.Refresh;
        await Answer.ExpectProblemAsync(400, "validation_failed", await AudienceServer<TStore>.RefreshAsync(client, presented, Other));
        var first = Tokens.Of(await Answer.ExpectAsync(200, await AudienceServer<TStore>.RefreshAsync(client, presented, AudienceServer<TStore>.Apis)));

        var repeated = Tokens.Of(await Answer.ExpectAsync(200, await AudienceServer<TStore>.RefreshAsync(elsewhere, presented, audience.Issuer)));
        var again = Tokens.Of(await Answer.ExpectAsync(200, await AudienceServer<TStore>.RefreshAsync(client, presented, null)));

        Assert.Equal([AudienceServer<TStore>.Apis, audience.Issuer, AudienceServer<TStore>.Apis], [first.Audience, repeated.Audience, again.Audience]);
        Assert.Equal((first.Id, first.Refresh, first.SessionId), (repeated.Id, repeated.Refresh, repeated.SessionId));
        Assert.Equal(300, repeated.Lifetime);
        await Answer.ExpectAsync(200, await client.GetAsync("/auth/me", repeated.Access));

        // Both are of one session, which every node ends.
        await Answer.ExpectStatusAsync(204, await client.PostAsync("/auth/logout", accessToken: repeated.Access));
        foreach (var node in (AuthClient[])[client, elsewhere])
        {
            await Eventually.HoldsAsync(async () => await StatusAsync(node.GetAsync("/auth/me", repeated.Access)) == 401);
            await Eventually.HoldsAsync(async () => await StatusAsync(node.GetAsync("/auth/me", first.Access)) == 401);
        }
    }

    [Fact]
    public async Task Clients_of_oauth_name_the_issuer_as_resource()
    {
        using var client = await audience.RegisterAsync();
        foreach (var wrong in (string[][])[[Other], [audience.Issuer, AudienceServer<TStore>.Apis], [audience.Issuer, audience.Issuer]])
        {
            Assert.Equal("invalid_target", (string?)(await Answer.ExpectAsync(400, await GrantAsync(wrong)))["error"]);
        }

        var answer = await Answer.ExpectAsync(200, await GrantAsync(audience.Issuer));

        Assert.Equal(300, (long)answer["expires_in"]!);
        await Answer.ExpectAsync(200, await AskForPasskeyAsync(client, (string)answer["access_token"]!));
        var forApis = await Answer.ExpectAsync(200, await GrantAsync(AudienceServer<TStore>.Apis));
        await Answer.ExpectStatusAsync(204, await client.GetAsync("/auth/verify", (string)forApis["access_token"]!));

        async Task<HttpResponseMessage> GrantAsync(params string[] resources)
        {
            using var form = new FormUrlEncodedContent(
                [new("grant_type", "refresh_token"), new("refresh_token", client.Tokens.Refresh), .. resources.Select(static resource => KeyValuePair.Create("resource", resource))]);
            return await client.Http.PostAsync(new Uri("/oauth/token", UriKind.Relative), form);
        }
    }

    [Fact]
    public async Task A_resource_api_refuses_it()
    {
        await using var orders = await OrdersProcess.StartAsync(audience.Directory, audience.Issuer, audience: AudienceServer<TStore>.Apis);
        using var client = await audience.RegisterAsync();
        Assert.Equal(200, await orders.StatusAsync(client.Tokens.Access));

        var forIssuer = await audience.RefreshForIssuerAsync(client);

        Assert.Equal(401, await orders.StatusAsync(forIssuer.Access));
        await client.RefreshAsync();
        Assert.Equal(200, await orders.StatusAsync(client.Tokens.Access));
    }

    private async Task ExpectAccountTokenAsync(AuthClient client)
    {
        Assert.Equal(audience.Issuer, client.Tokens.Audience);
        Assert.Equal(300, client.Tokens.Lifetime);
        await Answer.ExpectAsync(200, await AskForPasskeyAsync(client));
        await Answer.ExpectAsync(200, await client.GetAsync("/auth/sessions"));

        // A gateway stands before APIs.
        await Answer.ExpectProblemAsync(401, "invalid_token", await client.GetAsync("/auth/verify"));
        await Answer.ExpectProblemAsync(401, "invalid_token", await client.GetAsync("/auth/verify/orders"));
        using var form = new FormUrlEncodedContent([new("token", client.Tokens.Access)]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/introspect") { Content = form, Headers = { Authorization = FeedReader.Credentials } };
        var introspected = await Answer.ExpectAsync(200, await client.Http.SendAsync(request));
        Assert.Equal((true, audience.Issuer), ((bool)introspected["active"]!, (string?)introspected["aud"]));
    }

    private static Task<HttpResponseMessage> AskForPasskeyAsync(AuthClient client, string? accessToken = null) =>
        client.PostAsync("/auth/passkeys/options", accessToken: accessToken ?? client.Tokens.Access);

    private static async Task<int> StatusAsync(Task<HttpResponseMessage> asked)
    {
        using var answer = await asked;
        return (int)answer.StatusCode;
    }
}
