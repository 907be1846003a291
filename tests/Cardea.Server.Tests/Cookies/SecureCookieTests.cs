using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cardea.Server.Tests.Running;
using Cardea.TestSupport;

namespace Cardea.Server.Tests.Cookies;

/// <summary>Cookies over TLS: their names and attributes are those that browsers protect.</summary>
public sealed class SecureCookieTests : StoreTests<SqliteStore>
{
    [Theory]
    [InlineData("Lax")]
    [InlineData("Strict")]
    public async Task Cookies_over_tls_have_the_prefix_of_their_host(string sameSite)
    {
        using var certificate = Certificate();
        var file = Path.Combine(Store.Directory, "certificate.pfx");
        await File.WriteAllBytesAsync(file, certificate.Export(X509ContentType.Pfx), TestContext.Current.CancellationToken);
        var secure = new Uri($"https://localhost:{LoopbackPort.FindFree()}");
        await using var run = CardeaProcess.Run(
            Store.Directory,
            ["serve", "--urls", secure.ToString()],
            [
                .. Store.Settings,
                ("Cardea__Issuer", secure.GetLeftPart(UriPartial.Authority)),
                ("Cardea__Cookies__SameSite", sameSite),
                ("Kestrel__Certificates__Default__Path", file),
            ]);
        var cookies = new CookieContainer();
        using var handler = new SocketsHttpHandler { CookieContainer = cookies };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, presented, _, _) => presented?.GetCertHashString() == certificate.Thumbprint;
        using var browser = new HttpClient(handler) { BaseAddress = secure };
        await Eventually.HoldsAsync(async () =>
        {
            Assert.False(run.HasExited, run.Output + run.Errors);
            try
            {
                using var ready = await browser.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
                return ready.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
                return false;
            }
        });

        using var content = new StringContent($$"""{"email":"ada@example.org","password":"{{AuthClient.Password}}"}""", null, "application/json");
        using var answer = await browser.PostAsync(new Uri("/auth/register?useCookies=true", UriKind.Relative), content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        string[] set = [.. answer.Headers.GetValues("Set-Cookie").Where(static one => !one.Contains("device", StringComparison.Ordinal))];
        Assert.StartsWith("__Host-cardea=cdr_", set[0], StringComparison.Ordinal);
        Assert.StartsWith("__Host-cardea-access=eyJ", set[1], StringComparison.Ordinal);
        Assert.Equal(2, set.Length);
        Assert.All(set, one =>
        {
            // A browser refuses the prefix without Secure and Path=/, and with a domain (RFC 6265bis, section 4.1.3.2).
            Assert.Contains("; secure", one, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; httponly", one, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; path=/;", one, StringComparison.OrdinalIgnoreCase);
            Assert.Contains($"; samesite={sameSite}", one, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("domain", one, StringComparison.OrdinalIgnoreCase);
        });

        await Answer.ExpectStatusAsync(200, browser.GetAsync(new Uri("/auth/me", UriKind.Relative), TestContext.Current.CancellationToken));
        await Answer.ExpectStatusAsync(204, browser.PostAsync(new Uri("/auth/logout", UriKind.Relative), content: null, TestContext.Current.CancellationToken));
        Assert.DoesNotContain(cookies.GetAllCookies(), static cookie => cookie.Name is "__Host-cardea" or "__Host-cardea-access");
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
