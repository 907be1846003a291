using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Cookies;

/// <summary>A browser with a jar of cookies, whose access cookie can be lost as if it had expired.</summary>
internal sealed partial class CookieBrowser(Uri address) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = address };

    /// <summary>The name of the refresh cookie. It has the port of the issuer, which may be another than the server's.</summary>
    public string RefreshName { get; private set; } = $"cardea-{address.Port}";

    /// <summary>The name of the access cookie.</summary>
    public string AccessName => $"{RefreshName}-access";

    /// <summary>The cookies, by name.</summary>
    public Dictionary<string, string> Jar { get; } = new(StringComparer.Ordinal);

    /// <summary>The headers <c>Set-Cookie</c> of the last answer that concern the session.</summary>
    public string[] LastSet { get; private set; } = [];

    public string Email { get; set; } = AuthClient.NewEmail();

    public string Refresh => Jar[RefreshName];

    public string Access => Jar[AccessName];

    public async Task<CookieBrowser> RegisterAsync(string query = "?useCookies=true")
    {
        await Answer.ExpectAsync(201, await PostAsync($"/auth/register{query}", Credentials()));
        return this;
    }

    public Task<HttpResponseMessage> LoginAsync(string query = "?useCookies=true") => PostAsync($"/auth/login{query}", Credentials());

    /// <summary>Forgets the access cookie, as a browser does when it expires.</summary>
    public CookieBrowser ExpireAccess()
    {
        Jar.Remove(AccessName);
        return this;
    }

    public Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, body: null, headers);

    public Task<HttpResponseMessage> PostAsync(string path, JsonNode? body = null, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, body, headers);

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, JsonNode? body = null, params (string Name, string Value)[] headers) =>
        SendContentAsync(method, path, body is null ? null : JsonContent.Create(body), headers);

    public async Task<HttpResponseMessage> SendContentAsync(HttpMethod method, string path, HttpContent? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        if (Jar.Count > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", Jar.Select(static cookie => $"{cookie.Key}={cookie.Value}")));
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var answer = await _http.SendAsync(request);
        Take(answer);
        return answer;
    }

    public async Task<string> SessionAsync() => (string)(await Answer.ExpectAsync(200, await GetAsync("/auth/me")))["sessionId"]!;

    public JsonObject Credentials() => new() { ["email"] = Email, ["password"] = AuthClient.Password };

    public void Dispose() => _http.Dispose();

    private void Take(HttpResponseMessage answer)
    {
        string[] all = answer.Headers.TryGetValues("Set-Cookie", out var values) ? [.. values] : [];
        if (all.Select(static set => Name().Match(set)).FirstOrDefault(static match => match.Success) is { } name)
        {
            RefreshName = name.Groups[1].Value;
        }

        LastSet = [.. all.Where(set => set.StartsWith($"{RefreshName}=", StringComparison.Ordinal) || set.StartsWith($"{AccessName}=", StringComparison.Ordinal))];
        foreach (var set in all)
        {
            var (cookie, value) = (set[..set.IndexOf('=', StringComparison.Ordinal)], set[(set.IndexOf('=', StringComparison.Ordinal) + 1)..set.IndexOf(';', StringComparison.Ordinal)]);
            if (value.Length == 0)
            {
                Jar.Remove(cookie);
            }
            else
            {
                Jar[cookie] = value;
            }
        }
    }

    [GeneratedRegex("^(cardea-[0-9]+)(-access)?=")]
    private static partial Regex Name();
}
