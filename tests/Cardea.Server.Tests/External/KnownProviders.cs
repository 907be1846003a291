using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;
using Cardea.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Cardea.Server.Tests.External;

/// <summary>
/// Stands in for Apple, GitHub and Microsoft at their own addresses, as their documentation describes them. The server reaches it through a
/// proxy, and trusts the authority that signed its certificate.
/// </summary>
internal sealed class KnownProviders : IAsyncDisposable
{
    private static readonly string[] Hosts = ["appleid.apple.com", "login.microsoftonline.com", "github.com", "api.github.com"];
    private static readonly JsonWebTokenHandler Writer = new() { SetDefaultTimesOnTokenCreation = false };

    private readonly TemporaryDirectory _directory = new();
    private readonly WebApplication _site;
    private readonly TcpListener _proxy = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, JsonObject> _codes = new(StringComparer.Ordinal);
    private readonly RsaSecurityKey _key = StandInProvider.NewKey();

    private KnownProviders(WebApplication site) => _site = site;

    /// <summary>The settings with which a server reaches the stand-in.</summary>
    public (string Name, string Value)[] Settings =>
    [
        ("HTTPS_PROXY", $"http://127.0.0.1:{((IPEndPoint)_proxy.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)}"),
        ("SSL_CERT_FILE", _directory.PathOf("authority.pem")),
    ];

    /// <summary>The last request for tokens.</summary>
    public IFormCollection? LastRedeemed { get; private set; }

    public static async Task<KnownProviders> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var (authority, certificate) = CreateCertificate();
        var port = LoopbackPort.FindFree();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.UseHttps(certificate)));
        var stand = new KnownProviders(builder.Build());
        await File.WriteAllTextAsync(stand._directory.PathOf("authority.pem"), authority.ExportCertificatePem());
        stand.Map();
        await stand._site.StartAsync();
        stand._proxy.Start();
        _ = stand.RelayAsync(port);
        return stand;
    }

    /// <summary>Lets somebody in: the code that the browser brings back. The claims are those of the id token, or of GitHub's user.</summary>
    public string LetIn(JsonObject claims)
    {
        var code = RandomNumberGenerator.GetHexString(32);
        lock (_codes)
        {
            _codes[code] = claims;
        }

        return code;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _proxy.Dispose();
        await _site.DisposeAsync();
        _stop.Dispose();
        _directory.Dispose();
    }

    private void Map()
    {
        _site.MapGet("/.well-known/openid-configuration", () => Metadata("https://appleid.apple.com", "https://appleid.apple.com/auth"));
        _site.MapGet("/{tenant}/v2.0/.well-known/openid-configuration", (string tenant) => Metadata(
            $"https://login.microsoftonline.com/{(tenant == "common" ? "{tenantid}" : tenant)}/v2.0", $"https://login.microsoftonline.com/{tenant}"));
        _site.MapGet("/keys", Keys);
        _site.MapPost("/auth/token", async (HttpRequest request) => await RedeemAsync(request));
        _site.MapPost("/{tenant}/token", async (HttpRequest request) => await RedeemAsync(request));
        _site.MapPost("/login/oauth/access_token", async (HttpRequest request) =>
        {
            LastRedeemed = await request.ReadFormAsync();
            return Json(new JsonObject { ["access_token"] = LastRedeemed["code"].ToString(), ["token_type"] = "bearer", ["scope"] = "" });
        });
        _site.MapGet("/user", (HttpRequest request) => Json((JsonObject)Take(request.Headers.Authorization.ToString()["Bearer ".Length..]).DeepClone()));
    }

    private static IResult Metadata(string issuer, string root) => Json(new JsonObject
    {
        ["issuer"] = issuer,
        ["authorization_endpoint"] = $"{root}/authorize",
        ["token_endpoint"] = $"{root}/token",
        ["jwks_uri"] = $"https://{new Uri(root).Host}/keys",
        ["response_types_supported"] = new JsonArray("code"),
        ["response_modes_supported"] = new JsonArray("query", "fragment", "form_post"),
        ["subject_types_supported"] = new JsonArray("pairwise"),
        ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
        ["scopes_supported"] = new JsonArray("openid", "email", "name"),
        ["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_post"),
    });

    private IResult Keys()
    {
        var rsa = _key.Parameters;
        return Json(new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "RSA",
                ["use"] = "sig",
                ["alg"] = "RS256",
                ["kid"] = _key.KeyId,
                ["n"] = Base64Url.EncodeToString(rsa.Modulus),
                ["e"] = Base64Url.EncodeToString(rsa.Exponent),
            }),
        });
    }

    private async Task<IResult> RedeemAsync(HttpRequest request)
    {
        LastRedeemed = await request.ReadFormAsync();
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var claims = (JsonObject)Take(LastRedeemed["code"].ToString()).DeepClone();
        (claims["aud"], claims["iat"], claims["exp"]) = (LastRedeemed["client_id"].ToString(), now, now + 300);
        return Json(new JsonObject
        {
            ["access_token"] = RandomNumberGenerator.GetHexString(32),
            ["token_type"] = "Bearer",
            ["expires_in"] = 300,
            ["id_token"] = Writer.CreateToken(claims.ToJsonString(), new SigningCredentials(_key, SecurityAlgorithms.RsaSha256)),
        });
    }

    private JsonObject Take(string code)
    {
        lock (_codes)
        {
            return _codes[code];
        }
    }

    // Whatever host a client asks for is the stand-in.
    private async Task RelayAsync(int port)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _ = ServeAsync(await _proxy.AcceptTcpClientAsync(_stop.Token), port);
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client, int port)
    {
        using (client)
        using (var site = new TcpClient())
        {
            try
            {
                var stream = client.GetStream();
                var head = new StringBuilder();
                var letter = new byte[1];
                while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(letter, _stop.Token) == 1)
                {
                    head.Append((char)letter[0]);
                }

                await site.ConnectAsync(IPAddress.Loopback, port, _stop.Token);
                await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), _stop.Token);
                await Task.WhenAny(stream.CopyToAsync(site.GetStream(), _stop.Token), site.GetStream().CopyToAsync(stream, _stop.Token));
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException)
            {
                // The client has gone.
            }
        }
    }

    private static (X509Certificate2 Authority, X509Certificate2 Certificate) CreateCertificate()
    {
        var (from, to) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var authorityKey = RSA.Create(2048);
        var root = new CertificateRequest("CN=Tests", authorityKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        root.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(root.PublicKey, false));
        var authority = root.CreateSelfSigned(from, to);
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=stand-in", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        Array.ForEach(Hosts, names.AddDnsName);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        using var signed = request.Create(authority, from, to, RandomNumberGenerator.GetBytes(16));
        return (authority, signed.CopyWithPrivateKey(key));
    }

    private static IResult Json(JsonNode json) => Results.Text(json.ToJsonString(JsonSerializerOptions.Default), "application/json");
}
