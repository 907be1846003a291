using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Cardea.Server.Tests.Running;
using Microsoft.AspNetCore.WebUtilities;

namespace Cardea.Server.Tests.External;

/// <summary>An app that signs in with a provider in a browser, which follows each redirect by itself.</summary>
internal sealed partial class AppBrowser : IDisposable
{
    private readonly Uri _server;
    private readonly StandInProvider _provider;
    private readonly string _name;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });

    public AppBrowser(Uri server, StandInProvider provider, string name)
    {
        (_server, _provider, _name) = (server, provider, name);
        App = new AuthClient(server);
    }

    /// <summary>The app's own requests, which have no cookies of the browser.</summary>
    public AuthClient App { get; }

    /// <summary>The app's secret of this attempt.</summary>
    public string Verifier { get; set; } = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    /// <summary>The address at which a sign-in begins.</summary>
    public string Start(string returnUrl = ProviderServer<SqliteStore>.ReturnUrl) =>
        $"/auth/external/{_name}?returnUrl={Uri.EscapeDataString(returnUrl)}&codeChallenge={Challenge}&state=app-state";

    /// <summary>Opens an address of the server, or another one, and follows nothing.</summary>
    public Task<HttpResponseMessage> OpenAsync(string address) => _http.GetAsync(new Uri(_server, address));

    /// <summary>Presses the button of a page that asks, or does so from somewhere else.</summary>
    public Task<HttpResponseMessage> AgreeAsync(string page, string? site) => AgreeAsync(_http, _server, _name, page, site);

    /// <summary>Presses the button of a page that asks.</summary>
    public static async Task<HttpResponseMessage> AgreeAsync(HttpClient http, Uri server, string provider, string page, string? site)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server, $"/auth/external/{provider}"))
        {
            Content = new FormUrlEncodedContent([new("attempt", SealedAttempt().Match(page).Groups[1].Value)]),
        };
        if (site is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site);
        }

        return await http.SendAsync(request);
    }

    /// <summary>Waits until the server knows the provider. On a busy machine, the first time may take longer than its patience.</summary>
    public Task WaitForProviderAsync() => Eventually.HoldsAsync(async () =>
    {
        using var begun = await OpenAsync(Start());
        return begun.StatusCode == HttpStatusCode.SeeOther;
    });

    /// <summary>Goes to the provider, and comes back: the address at which the browser calls the server back.</summary>
    public async Task<string> VisitProviderAsync(string? start = null)
    {
        using var begun = await OpenAsync(start ?? Start());
        Assert.True(begun.StatusCode == HttpStatusCode.SeeOther, $"{(int)begun.StatusCode} {await begun.Content.ReadAsStringAsync()}");
        using var answer = await OpenAsync(begun.Headers.Location! + _provider.Visit());
        return answer.Headers.Location!.ToString();
    }

    /// <summary>Signs in at the provider: what comes to the app's address.</summary>
    public async Task<Dictionary<string, string>> SignInAsync(string? start = null)
    {
        using var back = await OpenAsync(await VisitProviderAsync(start));
        return await ReadAsync(back);
    }

    /// <summary>What a redirect brings to the app.</summary>
    public static async Task<Dictionary<string, string>> ReadAsync(HttpResponseMessage back)
    {
        Assert.True(back.StatusCode == HttpStatusCode.SeeOther, $"{(int)back.StatusCode} {await back.Content.ReadAsStringAsync()}");
        Assert.StartsWith(ProviderServer<SqliteStore>.ReturnUrl, back.Headers.Location!.ToString(), StringComparison.Ordinal);
        return QueryHelpers.ParseQuery(back.Headers.Location.Query).ToDictionary(static one => one.Key, static one => one.Value.ToString(), StringComparer.Ordinal);
    }

    /// <summary>Signs in at the provider, and exchanges the code.</summary>
    public async Task<HttpResponseMessage> TryAsync()
    {
        var came = await SignInAsync();
        Assert.Equal("app-state", came["state"]);
        return await ExchangeAsync(came["code"]);
    }

    public Task<HttpResponseMessage> ExchangeAsync(string code, string? verifier = null, string? accessToken = null, string query = "") =>
        App.PostAsync($"/auth/external/exchange{query}", new JsonObject { ["code"] = code, ["codeVerifier"] = verifier ?? Verifier }, accessToken);

    public Task<HttpResponseMessage> CompleteAsync(string externalToken, string name, JsonNode value, string? verifier = null) =>
        App.PostAsync("/auth/external/complete", new JsonObject { ["externalToken"] = externalToken, ["codeVerifier"] = verifier ?? Verifier, [name] = value });

    public Task<HttpResponseMessage> ConfirmAsync(string linkToken, string accessToken, string? verifier = null) =>
        App.PostAsync("/auth/external/confirm", new JsonObject { ["linkToken"] = linkToken, ["codeVerifier"] = verifier ?? Verifier }, accessToken);

    /// <summary>Signs in, and keeps the tokens.</summary>
    public async Task<AuthClient> EnterAsync()
    {
        App.Keep(await Answer.ExpectAsync(200, await TryAsync()));
        return App;
    }

    /// <summary>Begins a link, or another attempt of a session: the address for the browser.</summary>
    public async Task<string> BeginLinkAsync(AuthClient client, string kind = "link") =>
        (string)(await Answer.ExpectAsync(200, await client.PostAsync(
            $"/auth/external/{_name}/{kind}",
            new JsonObject { ["returnUrl"] = ProviderServer<SqliteStore>.ReturnUrl, ["codeChallenge"] = Challenge, ["state"] = "app-state" },
            client.Tokens.Access)))["url"]!;

    public Task<HttpResponseMessage> UnlinkAsync(AuthClient client) => client.AskAsync(HttpMethod.Delete, $"/auth/external/{_name}/link", new JsonObject());

    public Task<HttpResponseMessage> LogOutAtProviderAsync(string logoutToken) =>
        App.SendAsync(HttpMethod.Post, $"/auth/external/{_name}/logout", new FormUrlEncodedContent([new("logout_token", logoutToken)]));

    public async Task<string> NonceAsync() => (string)(await Answer.ExpectAsync(200, await App.PostAsync($"/auth/external/{_name}/nonce")))["nonce"]!;

    public Task<HttpResponseMessage> SignInNativelyAsync(string idToken, string? nonce = null) =>
        App.PostAsync($"/auth/external/{_name}/id-token", new JsonObject { ["idToken"] = idToken, ["nonce"] = nonce });

    public void Dispose()
    {
        _http.Dispose();
        App.Dispose();
    }

    [GeneratedRegex("name=\"attempt\" value=\"([^\"]+)\"")]
    private static partial Regex SealedAttempt();
}
