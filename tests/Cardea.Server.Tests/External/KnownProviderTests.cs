using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Cardea.Server.Tests.External;

/// <summary>How Apple, GitHub and Microsoft differ from the standard, and from each other.</summary>
public sealed class KnownProviderTests : IAsyncLifetime
{
    private const string Tenant = "8eaef023-2b34-4da1-9baa-8bc8c9d6a490";
    private const string OtherTenant = "9188040d-6c67-4c5b-b112-36a304b66dad";

    private readonly TemporaryDirectory _directory = new();
    private KnownProviders? _providers;
    private CardeaProcess? _server;

    [Fact]
    public async Task Apple_posts_a_form_and_proves_a_relay_address_by_a_text()
    {
        using var browser = NewBrowser("apple");
        var query = await BeginAsync(browser, "https://appleid.apple.com/auth/authorize");
        Assert.Equal("form_post", query["response_mode"]);
        var email = $"{Guid.NewGuid():n}@privaterelay.appleid.com";
        var code = _providers!.LetIn(new JsonObject
        {
            ["iss"] = "https://appleid.apple.com",
            ["sub"] = "001234.abcdef",
            ["nonce"] = query["nonce"].ToString(),
            ["email"] = email,
            ["email_verified"] = "true",
            ["is_private_email"] = "true",
        });

        using var posted = await browser.PostCallbackAsync(
            "apple", [new("code", code), new("state", query["state"].ToString()), new("user", """{"name":{"firstName":"Ada"}}""")]);

        Assert.Equal("", await browser.FinishAsync(browser.Local(posted.Headers.Location!.ToString())));
        var me = await Answer.ExpectAsync(200, await browser.Http.GetAsync("/auth/me"));
        Assert.Equal((email, true), ((string?)me["email"], (bool)me["emailVerified"]!));

        // Apple's secret is a token that Cardea signs with the key from Apple.
        var secret = new JsonWebToken(_providers.LastRedeemed!["client_secret"].ToString());
        Assert.Equal(("TEAM", "https://appleid.apple.com", "ES256", "KEY"), (secret.Issuer, secret.Audiences.Single().TrimEnd('/'), secret.Alg, secret.Kid));
    }

    [Fact]
    public async Task GitHub_has_no_id_token_and_proves_no_address()
    {
        var id = RandomNumberGenerator.GetInt32(1, int.MaxValue);
        using var browser = NewBrowser("github");
        Assert.Equal("#error=email_required", await SignInWithGitHubAsync(browser, id, "octo"));
        var needed = await browser.OutcomeAsync(403, "email_required");

        // The account is the number, whatever the name is. The address on the profile counts for nothing.
        Assert.Equal("octo", (string?)needed["account"]);
        using var again = NewBrowser("github");
        Assert.Equal("#error=email_required", await SignInWithGitHubAsync(again, id, "renamed"));

        // A state works once here too, though GitHub takes no nonce.
        var callback = await CallbackOfGitHubAsync(again, id, "octo");
        Assert.Equal("#error=email_required", await again.FinishAsync(callback));
        await Answer.ExpectProblemAsync(400, "invalid_state", await again.Http.GetAsync(callback));

        using var native = _server!.NewClient();
        await Answer.ExpectProblemAsync(404, "provider_not_found", await native.PostAsync("/auth/external/github/nonce"));
    }

    [Theory]
    [InlineData(Tenant, Tenant, null)]
    [InlineData(OtherTenant, OtherTenant, null)]
    [InlineData("00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000001", "#error=external_sign_in_failed")]
    [InlineData(Tenant, OtherTenant, "#error=external_sign_in_failed")]
    public async Task Microsoft_lets_in_the_listed_tenants_under_their_own_issuer(string issuer, string tenant, string? error)
    {
        using var browser = NewBrowser("microsoft");
        var query = await BeginAsync(browser, "https://login.microsoftonline.com/common/authorize");
        var code = _providers!.LetIn(new JsonObject
        {
            ["iss"] = $"https://login.microsoftonline.com/{issuer}/v2.0",
            ["tid"] = tenant,
            ["sub"] = "AAAA",
            ["oid"] = "BBBB",
            ["nonce"] = query["nonce"].ToString(),
            ["email"] = "admin@example.com",
            ["email_verified"] = true,
            ["xms_edov"] = true,
        });

        // An administrator of a tenant writes any address, so it proves nothing.
        Assert.Equal(error ?? "#error=email_required", await browser.FinishAsync($"/auth/external/microsoft/callback?code={code}&state={Uri.EscapeDataString(query["state"].ToString())}"));
    }

    [Fact]
    public async Task The_doctor_finds_nothing_wrong_with_them()
    {
        await using var run = CardeaProcess.Run(_directory.FullName, ["doctor"], Settings);

        Assert.True(await run.ExitAsync() == 0, run.Output + run.Errors);
        string[] lines = [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line[..line.IndexOf(": ", StringComparison.Ordinal)])];
        Assert.Equal(
            [
                "settings",
                "providers.apple.return-address", "providers.apple.metadata", "providers.apple.algorithms", "providers.apple.keys",
                "providers.github.return-address", "providers.github.metadata",
                "providers.microsoft.return-address", "providers.microsoft.metadata", "providers.microsoft.algorithms", "providers.microsoft.keys",
            ],
            lines.Select(static line => line["ok       ".Length..]));
    }

    private (string Name, string Value)[] Settings =>
    [
        .. _providers!.Settings,
        ("Cardea__ReturnUrls__0", PageBrowser.ReturnUrl),
        ("Cardea__Providers__apple__ClientId", "org.example.app"),
        ("Cardea__Providers__apple__TeamId", "TEAM"),
        ("Cardea__Providers__apple__KeyId", "KEY"),
        ("Cardea__Providers__apple__PrivateKeyFile", _directory.PathOf("AuthKey_KEY.p8")),
        ("Cardea__Providers__github__ClientId", "id"),
        ("Cardea__Providers__github__ClientSecret", "secret"),
        ("Cardea__Providers__microsoft__ClientId", "id"),
        ("Cardea__Providers__microsoft__ClientSecret", "secret"),
        ("Cardea__Providers__microsoft__Tenant", $"{Tenant},{OtherTenant}"),
    ];

    public async ValueTask InitializeAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(_directory.PathOf("AuthKey_KEY.p8"), key.ExportPkcs8PrivateKeyPem());
        _providers = await KnownProviders.StartAsync();
        _server = await CardeaProcess.StartAsync(_directory.FullName, Settings);
        await WaitForAsync("apple");
        await WaitForAsync("microsoft");
    }

    public async ValueTask DisposeAsync()
    {
        IAsyncDisposable?[] all = [_server, _providers];
        foreach (var one in all.OfType<IAsyncDisposable>())
        {
            await one.DisposeAsync();
        }

        _directory.Dispose();
    }

    private async Task WaitForAsync(string provider)
    {
        using var browser = NewBrowser(provider);
        await browser.WaitForProviderAsync();
    }

    private async Task<string> SignInWithGitHubAsync(PageBrowser browser, int id, string name) =>
        await browser.FinishAsync(await CallbackOfGitHubAsync(browser, id, name));

    private async Task<string> CallbackOfGitHubAsync(PageBrowser browser, int id, string name)
    {
        var query = await BeginAsync(browser, "https://github.com/login/oauth/authorize");
        var code = _providers!.LetIn(new JsonObject { ["id"] = id, ["login"] = name, ["email"] = "octo@example.org" });
        return $"/auth/external/github/callback?code={code}&state={Uri.EscapeDataString(query["state"].ToString())}&iss={Uri.EscapeDataString("https://github.com/login/oauth")}";
    }

    private async Task<Dictionary<string, StringValues>> BeginAsync(PageBrowser browser, string address)
    {
        using var begun = await browser.Http.GetAsync(browser.Start());
        var sent = begun.Headers.Location;
        Assert.True(sent is not null, $"{await begun.Content.ReadAsStringAsync()} {_server!.Log}");
        Assert.Equal(address, sent.GetLeftPart(UriPartial.Path));
        return QueryHelpers.ParseQuery(sent.Query);
    }

    private PageBrowser NewBrowser(string provider) => new(_server!.Address, provider: null!, provider);
}
