using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Cardea.Server.Tests.Running;
using Cardea.TestSupport;

namespace Cardea.Server.Tests.External;

/// <summary>A server, and the provider that others wrote and certified: <c>oidc-provider</c> from npm.</summary>
internal sealed partial class CertifiedProvider : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Uri _issuer = new($"http://127.0.0.1:{LoopbackPort.FindFree()}");
    private ProgramRun? _provider;
    private CardeaProcess? _server;

    public CardeaProcess Server => _server!;

    public async Task StartAsync()
    {
        NodeScript.SkipIfMissing();
        var address = new Uri($"http://127.0.0.1:{LoopbackPort.FindFree()}");
        _provider = NodeScript.Start(
            "oidc-provider.mjs",
            _directory.FullName,
            [_issuer.Port.ToString(CultureInfo.InvariantCulture), "cardea", "a secret of the tests", $"{address}auth/external/certified/callback", $"{address}auth/external/certified/logout"]);
        Assert.Equal("ok", await _provider.ReadLineAsync());
        _server = await CardeaProcess.StartAsync(
            _directory.FullName,
            address,
            ("Cardea__ReturnUrls__0", PageBrowser.ReturnUrl),
            ("Cardea__Providers__certified__Issuer", _issuer.GetLeftPart(UriPartial.Authority)),
            ("Cardea__Providers__certified__ClientId", "cardea"),
            ("Cardea__Providers__certified__ClientSecret", "a secret of the tests"),
            ("Cardea__Providers__certified__TrustsEmail", "true"));
        using var first = new PageBrowser(address, provider: null!, "certified");
        await first.WaitForProviderAsync();
    }

    /// <summary>Says who signs in next.</summary>
    public Task SignInAsAsync(string email) => TellAsync($"user {email}");

    /// <summary>Replaces the keys at once.</summary>
    public Task RollKeysAsync() => TellAsync("roll");

    /// <summary>A browser, with the cookies of both sites.</summary>
    public Visitor NewVisitor() => new(Server.Address, _issuer);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        if (_provider is not null)
        {
            await _provider.DisposeAsync();
        }

        _directory.Dispose();
    }

    private async Task TellAsync(string line)
    {
        await _provider!.WriteLineAsync(line);
        Assert.Equal("ok", await _provider.ReadLineAsync());
    }

    /// <summary>A browser that follows all redirects until the app's own address.</summary>
    internal sealed partial class Visitor(Uri server, Uri issuer) : IDisposable
    {
        private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });

        /// <summary>Opens an address of the server, and follows: what the app's address has after its #.</summary>
        public async Task<string> FollowAsync(string address = $"/auth/external/certified?returnUrl={PageBrowser.ReturnUrl}")
        {
            var next = new Uri(server, address);
            while (!next.ToString().StartsWith(PageBrowser.ReturnUrl, StringComparison.Ordinal))
            {
                using var answer = await _http.GetAsync(next);
                Assert.True(answer.Headers.Location is not null, $"{next} answered {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
                next = new Uri(next, answer.Headers.Location);
            }

            return next.ToString()[PageBrowser.ReturnUrl.Length..];
        }

        public Task<HttpResponseMessage> GetAsync(string path) => _http.GetAsync(new Uri(server, path));

        public Task<HttpResponseMessage> PostAsync(string path, HttpContent body) => _http.PostAsync(new Uri(server, path), body);

        /// <summary>Signs out at the provider, which tells the server behind the browser's back.</summary>
        public async Task SignOutAtProviderAsync()
        {
            using var page = await _http.GetAsync(new Uri(issuer, "/session/end"));
            var html = await page.Content.ReadAsStringAsync();
            using var form = new FormUrlEncodedContent([new("xsrf", Secret().Match(html).Groups[1].Value), new("logout", "yes")]);
            using var answer = await _http.PostAsync(new Uri(issuer, "/session/end/confirm"), form);
            Assert.True((int)answer.StatusCode < 400, await answer.Content.ReadAsStringAsync());
        }

        public void Dispose() => _http.Dispose();

        [GeneratedRegex("name=\"xsrf\" value=\"([^\"]+)\"")]
        private static partial Regex Secret();
    }
}
