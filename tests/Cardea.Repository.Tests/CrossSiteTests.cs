using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cardea.Repository.Tests;

/// <summary>
/// No page of another site can use a browser's cookies: every endpoint that the server has mapped and that takes cookies,
/// with every unsafe method, from everywhere.
/// A new endpoint is in the table by itself.
/// </summary>
public sealed class CrossSiteTests : IAsyncLifetime
{
    private static readonly SocketsHttpHandler WithoutCookies = new() { UseCookies = false };
    private const string Issuer = "https://id.example.org";
    private const string Allowed = "https://app.example.org";

    // Where from, the headers, and the answer to a request with cookies and to one that asks for them; null if it is served.
    private static readonly (string? Site, string? Origin, string? Presenting, string? Asking)[] Sources =
    [
        ("same-origin", Issuer, null, null),
        ("none", null, null, null),
        ("same-site", "https://sibling.example.org", "cross_site", "cross_site"),
        ("same-site", Allowed, null, null),
        ("cross-site", "https://evil.example", "cross_site", "cross_site"),
        ("cross-site", "null", "cross_site", "cross_site"),
        ("cross-site", Allowed, null, "cookies_need_same_site"),
        (null, Issuer, null, null),
        (null, Allowed, null, null),
        (null, "https://evil.example", "cross_site", "cross_site"),
        (null, "null", "cross_site", "cross_site"),
        (null, null, null, null),
    ];

    // The endpoints that begin sessions.
    private static readonly string[] SigningIn =
        ["/auth/register", "/auth/login", "/auth/mfa", "/auth/link/sign-in", "/auth/passkeys/sign-in", "/auth/passkeys/", "/auth/totp/confirm"];

    private RunningServer _server = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync(("Cardea:AllowedOrigins:0", Allowed), ("Cardea:Attempts:PerNetwork", "1000000"), ("Cardea:Attempts:Registrations", "1000000"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Every_unsafe_endpoint_refuses_the_cookies_of_another_site()
    {
        using var client = NewClient();
        var cookies = await SignInAsync(client);
        var asked = 0;
        foreach (var (method, path) in Unsafe())
        {
            foreach (var (site, origin, presenting, _) in Sources)
            {
                using var answer = await SendAsync(client, method, path, site, origin, ("Cookie", cookies));
                await ExpectAsync(presenting, answer, $"{method} {path} with cookies from {site} {origin}");

                // Without cookies there is nothing to protect.
                using var bearer = await SendAsync(client, method, path, site, origin, ("Authorization", "Bearer none"));
                await ExpectAsync(null, bearer, $"{method} {path} with a bearer token from {site} {origin}");
                asked++;
            }

            // The requests that were served may have ended the session.
            cookies = await SignInAsync(client);
        }

        Assert.True(asked > 40 * Sources.Length, $"{asked} requests: the endpoints were not found.");
    }

    [Fact]
    public async Task Every_endpoint_that_signs_in_refuses_to_set_cookies_for_another_site()
    {
        using var client = NewClient();
        Assert.Equal(
            SigningIn.Order(StringComparer.Ordinal),
            Unsafe().Where(endpoint => SetsCookies(endpoint.Path)).Select(static endpoint => endpoint.Path).Order(StringComparer.Ordinal));
        foreach (var path in SigningIn)
        {
            foreach (var query in (string[])["useCookies", "useSessionCookies", "refreshCookie"])
            {
                foreach (var (site, origin, _, asking) in Sources)
                {
                    using var answer = await SendAsync(client, "POST", $"{path}?{query}=true", site, origin);
                    await ExpectAsync(asking, answer, $"{path}?{query}=true from {site} {origin}");
                }
            }
        }
    }

    [Fact]
    public async Task A_refused_request_writes_no_cookie_and_does_nothing()
    {
        using var client = NewClient();
        var cookies = await SignInAsync(client);
        foreach (var path in (string[])["/auth/logout", "/auth/logout-all", "/auth/refresh"])
        {
            using var refused = await SendAsync(client, "POST", path, "cross-site", "https://evil.example", ("Cookie", cookies));
            Assert.False(refused.Headers.Contains("Set-Cookie"));
        }

        using var me = await SendAsync(client, "GET", "/auth/me", "cross-site", "https://evil.example", ("Cookie", cookies));
        Assert.Equal(200, (int)me.StatusCode);
    }

    [Fact]
    public async Task Every_form_of_a_page_refuses_another_site_with_cookies_or_without()
    {
        using var client = NewClient();
        var forms = Unsafe(IsForm).ToArray();
        Assert.True(forms.Length > 20, $"{forms.Length} forms: the pages were not found.");
        foreach (var (method, path) in forms)
        {
            foreach (var (site, origin, _, asking) in Sources)
            {
                using var answer = await SendAsync(client, method, path, site, origin);
                var text = await answer.Content.ReadAsStringAsync(Stop);
                Assert.Equal((path, site, origin, asking is not null), (path, site, origin, text.Contains("Another site sent this form", StringComparison.Ordinal)));
                Assert.Equal(asking is null ? 400 : 403, (int)answer.StatusCode);
                Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
            }
        }
    }

    private IEnumerable<(string Method, string Path)> Unsafe() => Unsafe(static endpoint => !NeedsNoCookies(endpoint) && !IsForm(endpoint));

    private IEnumerable<(string Method, string Path)> Unsafe(Func<RouteEndpoint, bool> isMeant) =>
        from endpoint in _server.Endpoints.OfType<RouteEndpoint>()
        where endpoint.Metadata.GetMetadata<ISuppressMatchingMetadata>() is null && isMeant(endpoint)
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["POST"]
        where !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method)
        select (method, "/" + endpoint.RoutePattern.RawText!.TrimStart('/').Replace("{**path}", "path", StringComparison.Ordinal).Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal));

    // Health checks answer every method. OAuth and the endpoints of resource APIs take other credentials, and never read a cookie.
    private static bool NeedsNoCookies(RouteEndpoint endpoint) =>
        endpoint.RoutePattern.RawText!.TrimStart('/').Split('/')[0] is "health" or "oauth" or "receipts" or "revocations";

    private static bool IsForm(RouteEndpoint endpoint) => endpoint.RoutePattern.RawText!.TrimStart('/').Split('/')[0] is "account" or "console";

    private bool SetsCookies(string path) => _server.Endpoints.OfType<RouteEndpoint>()
        .Any(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/') == path
            && endpoint.Metadata.Any(static item => item.GetType().Name == "SignsIn"));

    private HttpClient NewClient() => new(WithoutCookies, disposeHandler: false) { BaseAddress = _server.Address };

    private static async Task<string> SignInAsync(HttpClient client)
    {
        var body = new JsonObject { ["email"] = $"{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}@example.org", ["password"] = "correct horse battery staple" };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/auth/register?useCookies=true") { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        using var answer = await client.SendAsync(request, Stop);
        Assert.Equal(201, (int)answer.StatusCode);
        var cookies = answer.Headers.GetValues("Set-Cookie").Select(static set => set[..set.IndexOf(';', StringComparison.Ordinal)])
            .Where(static cookie => cookie.StartsWith("__Host-cardea=", StringComparison.Ordinal) || cookie.StartsWith("__Host-cardea-access=", StringComparison.Ordinal));
        return string.Join("; ", cookies);
    }

    private static async Task<HttpResponseMessage> SendAsync(
        HttpClient client, string method, string path, string? site, string? origin, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new(method), path) { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        foreach (var (name, value) in ((string Name, string? Value)[])[("Sec-Fetch-Site", site), ("Origin", origin), .. headers])
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
    }

    private static async Task ExpectAsync(string? code, HttpResponseMessage answer, string request)
    {
        var text = answer.Content.Headers.ContentType?.MediaType == "text/event-stream" ? "" : await answer.Content.ReadAsStringAsync(Stop);
        var isRefused = text.Contains("cross_site", StringComparison.Ordinal) || text.Contains("cookies_need_same_site", StringComparison.Ordinal);
        var isExpected = code is null ? !isRefused : text.Contains($"\"{code}\"", StringComparison.Ordinal) && (int)answer.StatusCode is 403 or 400;
        Assert.True(isExpected, $"{request} was answered {(int)answer.StatusCode}: {text}");
    }
}
