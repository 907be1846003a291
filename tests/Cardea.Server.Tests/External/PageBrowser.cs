using System.Net;
using System.Text.Json.Nodes;
using Cardea.Server.Tests.Cookies;
using Cardea.Server.Tests.Running;
using Microsoft.AspNetCore.WebUtilities;

namespace Cardea.Server.Tests.External;

/// <summary>A browser whose session is in cookies, and that signs in with a provider by following links and redirects.</summary>
internal sealed class PageBrowser : IDisposable
{
    public const string ReturnUrl = ProviderServer<SqliteStore>.ReturnUrl;

    private readonly Uri _server;
    private readonly StandInProvider _provider;
    private readonly string _name;
    private readonly HttpClient _atProvider = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public PageBrowser(Uri server, StandInProvider provider, string name)
    {
        (_server, _provider, _name) = (server, provider, name);
        Http = new CookieBrowser(server);
    }

    /// <summary>The requests to the server, with a jar of cookies.</summary>
    public CookieBrowser Http { get; }

    /// <summary>The address at which a sign-in begins.</summary>
    public string Start(string returnUrl = ReturnUrl) => $"/auth/external/{_name}?returnUrl={Uri.EscapeDataString(returnUrl)}";

    /// <summary>Waits until the provider answers within the server's patience. On a busy machine, the first answers of both take longer.</summary>
    public Task WaitForProviderAsync() => Eventually.HoldsAsync(async () =>
    {
        using var begun = await Http.GetAsync(Start());
        return begun.StatusCode != HttpStatusCode.ServiceUnavailable;
    });

    /// <summary>Goes to the provider and comes back: the address of the callback.</summary>
    public async Task<string> VisitProviderAsync(string? start = null)
    {
        using var begun = await Http.GetAsync(Local(start ?? Start()), ("Sec-Fetch-Site", "same-origin"));
        Assert.True(begun.StatusCode == HttpStatusCode.SeeOther, $"{(int)begun.StatusCode} {await begun.Content.ReadAsStringAsync()}");
        return await VisitProviderAsync(begun);
    }

    /// <summary>Goes where a redirect leads, which is to the provider: the address of the callback.</summary>
    public async Task<string> VisitProviderAsync(HttpResponseMessage begun)
    {
        using var answer = await _atProvider.GetAsync(new Uri(begun.Headers.Location! + _provider.Visit()));
        return Local(answer.Headers.Location!.ToString());
    }

    /// <summary>Signs in at the provider, and follows to the address of the app: what comes after its #, or nothing.</summary>
    public async Task<string> SignInAsync(string? start = null) => await FinishAsync(await VisitProviderAsync(start));

    /// <summary>Follows from the callback to the address of the app.</summary>
    public async Task<string> FinishAsync(string callback)
    {
        using var back = await FollowAsync(callback);
        return await ReadAsync(back);
    }

    /// <summary>Follows from the callback to where the attempt is finished, and finishes it.</summary>
    public async Task<HttpResponseMessage> FollowAsync(string callback)
    {
        var back = await Http.GetAsync(callback, ("Sec-Fetch-Site", "cross-site"));
        if (back.Headers.Location?.ToString() is not { } next || next.StartsWith(ReturnUrl, StringComparison.Ordinal))
        {
            return back;
        }

        back.Dispose();
        return await Http.GetAsync(Local(next), ("Sec-Fetch-Site", "cross-site"));
    }

    /// <summary>Lets the provider's page post what it has to say, as Apple's does.</summary>
    public Task<HttpResponseMessage> PostCallbackAsync(string callback)
    {
        var at = callback.IndexOf('?', StringComparison.Ordinal);
        return PostAsync(callback[..at], QueryHelpers.ParseQuery(callback[at..]).Select(static one => KeyValuePair.Create(one.Key, one.Value.ToString())), _provider.Issuer);
    }

    /// <summary>Posts to the callback of a provider.</summary>
    public Task<HttpResponseMessage> PostCallbackAsync(string provider, IEnumerable<KeyValuePair<string, string>> form) =>
        PostAsync($"/auth/external/{provider}/callback", form, $"https://{provider}.example");

    private Task<HttpResponseMessage> PostAsync(string path, IEnumerable<KeyValuePair<string, string>> form, string origin) =>
        Http.SendContentAsync(HttpMethod.Post, path, new FormUrlEncodedContent(form), ("Sec-Fetch-Site", "cross-site"), ("Origin", origin));

    /// <summary>What a redirect to the app has after its #; nothing if the attempt has succeeded.</summary>
    public static async Task<string> ReadAsync(HttpResponseMessage back)
    {
        Assert.True(back.StatusCode == HttpStatusCode.SeeOther, $"{(int)back.StatusCode} {await back.Content.ReadAsStringAsync()}");
        var address = back.Headers.Location!.ToString();
        Assert.StartsWith(ReturnUrl, address, StringComparison.Ordinal);
        return address[ReturnUrl.Length..];
    }

    /// <summary>What the page reads that the sign-in still needs.</summary>
    public async Task<JsonNode> OutcomeAsync(int status, string code) => await Answer.ExpectProblemAsync(status, code, await Http.GetAsync("/auth/external/outcome"));

    public Task<HttpResponseMessage> CompleteAsync(string externalToken, string name, JsonNode value) =>
        Http.PostAsync("/auth/external/complete", new JsonObject { ["externalToken"] = externalToken, [name] = value });

    public Task<HttpResponseMessage> ConfirmAsync(string linkToken) => Http.PostAsync("/auth/external/confirm", new JsonObject { ["linkToken"] = linkToken });

    /// <summary>Begins a link, or another attempt of the session.</summary>
    public async Task<string> BeginAsync(string kind) =>
        (string)(await Answer.ExpectAsync(200, await Http.PostAsync($"/auth/external/{_name}/{kind}", new JsonObject { ["returnUrl"] = ReturnUrl })))["url"]!;

    public async Task<string> IdAsync() => (string)(await Answer.ExpectAsync(200, await Http.GetAsync("/auth/me")))["id"]!;

    public void Dispose()
    {
        Http.Dispose();
        _atProvider.Dispose();
    }

    /// <summary>The address without the server's own origin.</summary>
    public string Local(string address) => address.StartsWith(_server.ToString(), StringComparison.Ordinal) ? address[(_server.ToString().Length - 1)..] : address;
}
