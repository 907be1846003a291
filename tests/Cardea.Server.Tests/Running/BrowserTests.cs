using System.Buffers.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cardea.Server.Tests.Running;

/// <summary>The browser of the tests, on a page that allows itself as little as ours do.</summary>
public sealed class BrowserTests : IAsyncLifetime
{
    // Registers a passkey, and signs in with it, without a server that would check it.
    private const string Create =
        """
        const credential = await navigator.credentials.create({
          publicKey: PublicKeyCredential.parseCreationOptionsFromJSON({
            rp: { name: 'Test' }, user: { id: 'AQID', name: 'alice', displayName: 'Alice' }, challenge: argument.challenge,
            pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
            authenticatorSelection: { residentKey: 'required', userVerification: argument.userVerification },
          }),
        })
        return credential.toJSON()
        """;

    private const string Get =
        """
        const credential = await navigator.credentials.get({
          publicKey: PublicKeyCredential.parseRequestOptionsFromJSON({
            challenge: argument.challenge, userVerification: argument.userVerification,
            allowCredentials: argument.id ? [{ type: 'public-key', id: argument.id }] : [],
          }),
        })
        return credential.toJSON()
        """;

    private const string Page =
        """
        <!DOCTYPE html><title>Test</title><form method="post"><input name="name"><button>Greet</button></form><p>Hello</p>
        """;

    private readonly WebApplication _site = Build();

    private Uri Address => new($"http://localhost:{new Uri(_site.Urls.Single()).Port}/");

    public async ValueTask InitializeAsync() => await _site.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task A_page_is_filled_in_clicked_and_read()
    {
        using var directory = new TemporaryDirectory();
        await using var browser = await Browser.StartAsync();
        await browser.OpenAsync(Address);
        Assert.Equal("Hello", await browser.TextAsync("p"));

        await browser.FillAsync("input", "Ada");
        await browser.ClickAsync("button");

        Assert.Equal("Hello Ada", await browser.TextAsync("p.greeting"));
        Assert.Equal("/greeted", (await browser.AddressAsync()).AbsolutePath);
        Assert.Equal("Ada", (string?)Assert.Single(await browser.CookiesAsync())!["value"]);
        Assert.Equal(5, (int?)await browser.EvaluateAsync("return await Promise.resolve(argument.length)", new JsonArray(1, 2, 3, 4, 5)));
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => browser.EvaluateAsync("throw new TypeError('no')"));
        Assert.Contains("TypeError: no", failure.Message, StringComparison.Ordinal);
        await browser.ScreenshotAsync(directory.PathOf("page.png"));
        Assert.True(new FileInfo(directory.PathOf("page.png")).Length > 0);
    }

    [Fact]
    public async Task A_passkey_is_made_and_used()
    {
        await using var browser = await Browser.StartAsync();
        await browser.OpenAsync(Address);
        var authenticator = await browser.AddAuthenticatorAsync();

        var created = await browser.EvaluateAsync(Create, Options("Y3JlYXRl", "required"));
        var used = await browser.EvaluateAsync(Get, Options("Z2V0", "required"));

        Assert.Equal((string?)created!["id"], (string?)used!["id"]);
        Assert.NotNull(created["response"]!["attestationObject"]);
        Assert.Equal("AQID", (string?)used["response"]!["userHandle"]);
        var said = JsonNode.Parse(Base64Url.DecodeFromChars((string?)used["response"]!["clientDataJSON"]))!;
        Assert.Equal("Z2V0", (string?)said["challenge"]);
        Assert.Equal(Address.GetLeftPart(UriPartial.Authority), (string?)said["origin"]);
        Assert.True(IsUserVerified(used));

        // A copy of it counts from where it was copied.
        var held = Assert.Single(await browser.CredentialsAsync(authenticator))!;
        await browser.RemoveAuthenticatorAsync(authenticator);
        var copied = await browser.AddAuthenticatorAsync();
        await browser.AddCredentialAsync(copied, held);
        var copy = await browser.EvaluateAsync(Get, Options("Z2V0", "required"));
        Assert.Equal((string?)created["id"], (string?)copy!["id"]);
    }

    [Fact]
    public async Task An_authenticator_may_not_verify_its_user()
    {
        await using var browser = await Browser.StartAsync();
        await browser.OpenAsync(Address);
        await browser.AddAuthenticatorAsync(userVerified: false);

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => browser.EvaluateAsync(Create, Options("Y3JlYXRl", "required")));
        Assert.Contains("NotAllowedError", refusal.Message, StringComparison.Ordinal);
        var created = await browser.EvaluateAsync(Create, Options("Y3JlYXRl", "discouraged"));
        Assert.False(IsUserVerified(await browser.EvaluateAsync(Get, Options("Z2V0", "discouraged", (string?)created!["id"]))));
    }

    private static JsonObject Options(string challenge, string userVerification, string? id = null) =>
        new() { ["challenge"] = challenge, ["userVerification"] = userVerification, ["id"] = id };

    // The flags come after a hash of 32 bytes (WebAuthn, section 6.1).
    private static bool IsUserVerified(JsonNode? assertion) =>
        (Base64Url.DecodeFromChars((string?)assertion!["response"]!["authenticatorData"])[32] & 4) != 0;

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var site = builder.Build();
        site.MapGet("/", static (HttpContext context) => AnswerAsync(context, Page));
        site.MapPost("/", static async (HttpContext context) =>
        {
            var form = await context.Request.ReadFormAsync();
            context.Response.Cookies.Append("name", form["name"].ToString(), new() { HttpOnly = true });
            context.Response.Redirect("/greeted");
        });
        site.MapGet("/greeted", static (HttpContext context) => AnswerAsync(context, $"<p class=greeting>Hello {context.Request.Cookies["name"]}</p>"));
        return site;
    }

    private static Task AnswerAsync(HttpContext context, string page)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'";
        return context.Response.WriteAsync(page);
    }
}
