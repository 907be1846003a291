using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Cardea.Server.Tests.Running;
using Cardea.TestSupport;

namespace Cardea.Server.Tests;

/// <summary>The headers that protect browsers are on every answer, whatever it is.</summary>
public sealed class SecurityHeaderTests : StoreTests<SqliteStore>
{
    private const string Year = "max-age=31536000";

    private static readonly (string Method, string Path, int Status)[] Requests =
    [
        ("GET", "/nothing", 404),
        ("GET", "/auth/nothing", 404),
        ("GET", "/auth/login", 405),
        ("GET", "/auth/me", 401),
        ("POST", "/auth/login", 400),
        ("POST", "/auth/refresh-token", 401),
        ("POST", "/oauth/token", 400),
        ("POST", "/auth/password/forgot", 202),
        ("GET", "/.well-known/jwks.json", 200),
        ("POST", "/.well-known/jwks.json", 405),
        ("GET", "/health/live", 200),
        ("HEAD", "/health/ready", 200),
        ("GET", "/account/reset-password", 200),
        ("GET", "/docs", 200),
        ("GET", "/openapi/v1.json", 200),
    ];

    [Fact]
    public async Task No_browser_may_guess_the_type_of_an_answer()
    {
        await using var server = await Store.StartAsync();
        await ExpectAsync(server.Address, strict: null);
    }

    [Fact]
    public async Task Over_plain_http_browsers_are_never_told_to_come_back_over_tls()
    {
        // A header from nobody who is known says nothing about the scheme.
        await using var server = await Store.StartAsync();
        await ExpectAsync(server.Address, strict: null, ("X-Forwarded-Proto", "https"));
    }

    [Fact]
    public async Task Behind_a_known_proxy_that_was_asked_over_tls_browsers_come_back_over_tls()
    {
        await using var server = await Store.StartAsync(("Cardea__KnownProxies__0", "127.0.0.1"));

        await ExpectAsync(server.Address, Year, ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "192.0.2.1"));
        await ExpectAsync(server.Address, strict: null, ("X-Forwarded-Proto", "http"), ("X-Forwarded-For", "192.0.2.1"));
        await ExpectAsync(server.Address, strict: null);
    }

    [Fact]
    public async Task The_setting_leaves_the_header_to_the_proxy()
    {
        await using var server = await Store.StartAsync(("Cardea__KnownProxies__0", "127.0.0.1"), ("Cardea__Hsts", "false"));
        await ExpectAsync(server.Address, strict: null, ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "192.0.2.1"));
    }

    [Fact]
    public async Task Over_tls_of_its_own_browsers_come_back_over_tls_except_to_localhost()
    {
        var address = new Uri($"https://127.0.0.1:{LoopbackPort.FindFree()}");
        // Kestrel opens the addresses in the order of their names. The last one tells that the server is ready.
        var plain = new Uri($"http://127.0.0.1:{LoopbackPort.FindFree()}");
        await using var server = await CardeaProcess.StartAsync(
            Store.Directory,
            plain,
            ("Kestrel__Endpoints__1__Url", address.ToString()),
            ("Kestrel__Endpoints__1__Certificate__Path", await WriteCertificateAsync()),
            ("Kestrel__Endpoints__2__Url", plain.ToString()));

        await ExpectAsync(address, Year);
        await ExpectAsync(address, strict: null, ("Host", "localhost"));
    }

    private static async Task ExpectAsync(Uri address, string? strict, params (string Name, string Value)[] headers)
    {
        using SocketsHttpHandler handler = new() { SslOptions = { RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate?.Subject == "CN=id.example.org" } };
        using HttpClient http = new(handler) { BaseAddress = address };
        foreach (var (method, path, status) in Requests)
        {
            using HttpRequestMessage request = new(new(method), path);
            request.Headers.Host = "id.example.org";
            foreach (var (name, value) in headers)
            {
                request.Headers.Remove(name);
                request.Headers.Add(name, value);
            }

            if (method == "POST")
            {
                request.Content = new StringContent(status == 400 ? "{" : "{}", Encoding.UTF8, "application/json");
            }

            using var answer = await http.SendAsync(request, Stop);
            Assert.True(status == (int)answer.StatusCode, $"{method} {path}: {answer}");
            Assert.Equal(["nosniff"], Values(answer, "X-Content-Type-Options"));
            Assert.True(Values(answer, "Strict-Transport-Security").SequenceEqual(strict is null ? [] : [strict]), $"{method} {path}: {answer}");
        }
    }

    private static string[] Values(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? [.. values] : [];

    private async Task<string> WriteCertificateAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=id.example.org", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        var path = Path.Combine(Store.Directory, "certificate.pfx");
        await File.WriteAllBytesAsync(path, certificate.Export(X509ContentType.Pfx), Stop);
        return path;
    }
}
