using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Cardea.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Cardea.Server.Tests.External;

/// <summary>A small OpenID Connect provider that signs whatever a test wants, also what no honest provider signs.</summary>
internal sealed class StandInProvider : IAsyncDisposable
{
    public const string ClientId = "cardea-at-provider";
    public const string NativeClientId = "app-at-provider";

    private static readonly JsonWebTokenHandler Writer = new() { SetDefaultTimesOnTokenCreation = false };

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, (string? Nonce, Person Person)> _codes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Person> _visits = new(StringComparer.Ordinal);

    // Tests run side by side, and each has a person of its own.
    private readonly AsyncLocal<Person?> _here = new();
    private RsaSecurityKey _key = NewKey();

    private StandInProvider(WebApplication app, string issuer) => (_app, Issuer) = (app, issuer);

    public string Issuer { get; }

    /// <summary>The claims of whoever signs in next in this test.</summary>
    public JsonObject Next
    {
        get => Here.Claims;
        set => Here.Claims = value;
    }

    /// <summary>Changes the claims of an id token just before it is signed.</summary>
    public Action<Dictionary<string, object>>? Forge
    {
        get => Here.Forge;
        set => Here.Forge = value;
    }

    /// <summary>The error with which the provider answers instead of signing in.</summary>
    public string? Refusal
    {
        get => Here.Refusal;
        set => Here.Refusal = value;
    }

    /// <summary>True to sign nothing: <c>alg: none</c>.</summary>
    public bool IsUnsigned
    {
        get => Here.IsUnsigned;
        set => Here.IsUnsigned = value;
    }

    private Person Here => _here.Value ??= new();

    /// <summary>The algorithms that its metadata names.</summary>
    public IReadOnlyList<string> Algorithms { get; set; } = ["RS256"];

    /// <summary>True to publish no key.</summary>
    public bool IsKeyless { get; set; }

    /// <summary>Answers for the keys instead, if it is set.</summary>
    public Func<CancellationToken, Task<IResult>>? KeysInstead { get; set; }

    /// <summary>Answers for the tokens instead, if it is set.</summary>
    public Func<IResult>? TokensInstead { get; set; }

    /// <summary>How often the keys were fetched.</summary>
    public int KeyFetches { get; private set; }

    public static async Task<StandInProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var issuer = $"http://127.0.0.1:{LoopbackPort.FindFree()}";
        builder.WebHost.UseUrls(issuer);
        var app = builder.Build();
        var provider = new StandInProvider(app, issuer);
        app.MapGet("/.well-known/openid-configuration", () => Json(new JsonObject
        {
            ["issuer"] = issuer,
            ["authorization_endpoint"] = $"{issuer}/authorize",
            ["token_endpoint"] = $"{issuer}/token",
            ["jwks_uri"] = $"{issuer}/jwks",
            ["response_types_supported"] = new JsonArray("code"),
            ["grant_types_supported"] = new JsonArray("authorization_code"),
            ["subject_types_supported"] = new JsonArray("public"),
            ["id_token_signing_alg_values_supported"] = new JsonArray([.. provider.Algorithms.Select(static name => JsonValue.Create(name))]),
            ["code_challenge_methods_supported"] = new JsonArray("S256"),
            ["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_post"),
            ["authorization_response_iss_parameter_supported"] = true,
        }));
        app.MapGet("/jwks", async (CancellationToken gone) => provider.KeysInstead is { } instead ? await instead(gone) : Json(provider.IsKeyless ? new JsonObject { ["keys"] = new JsonArray() } : provider.Keys()));
        app.MapGet("/authorize", (HttpRequest request) => provider.Authorize(request));
        app.MapPost("/token", async (HttpRequest request) => provider.TokensInstead?.Invoke() ?? provider.Redeem(await request.ReadFormAsync()));
        await app.StartAsync();
        return provider;
    }

    /// <summary>Lets the person of this test in: what the browser adds to the address of the provider.</summary>
    public string Visit()
    {
        var visit = RandomNumberGenerator.GetHexString(16);
        _visits[visit] = new() { Claims = (JsonObject)Here.Claims.DeepClone(), Forge = Here.Forge, Refusal = Here.Refusal, IsUnsigned = Here.IsUnsigned };
        return $"&visit={visit}";
    }

    /// <summary>Replaces the key at once, as providers do that lost one.</summary>
    public void RollKey() => _key = NewKey();

    /// <summary>The person who signs in next.</summary>
    public string SignInAs(string? email = null, bool isVerified = true, string? subject = null)
    {
        subject ??= $"subject-{RandomNumberGenerator.GetHexString(16)}";
        Next = new JsonObject { ["sub"] = subject, ["sid"] = $"sid-{RandomNumberGenerator.GetHexString(8)}" };
        if (email is not null)
        {
            (Next["email"], Next["email_verified"]) = (email, isVerified);
        }

        return subject;
    }

    /// <summary>Signs any claims.</summary>
    public string Sign(Dictionary<string, object> claims, RsaSecurityKey? key = null) => Sign(claims, key, isUnsigned: false);

    private string Sign(Dictionary<string, object> claims, RsaSecurityKey? key, bool isUnsigned) =>
        isUnsigned
            ? Writer.CreateToken(System.Text.Json.JsonSerializer.Serialize(claims))
            : Writer.CreateToken(System.Text.Json.JsonSerializer.Serialize(claims), new SigningCredentials(key ?? _key, SecurityAlgorithms.RsaSha256));

    /// <summary>The claims of an id token.</summary>
    public Dictionary<string, object> IdToken(string audience, string? nonce, JsonObject claims, Action<Dictionary<string, object>>? forge = null)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var token = new Dictionary<string, object>(StringComparer.Ordinal) { ["iss"] = Issuer, ["aud"] = audience, ["iat"] = now, ["exp"] = now + 300 };
        if (nonce is not null)
        {
            token["nonce"] = nonce;
        }

        foreach (var (name, value) in claims)
        {
            token[name] = value!.GetValueKind() switch
            {
                System.Text.Json.JsonValueKind.True => true,
                System.Text.Json.JsonValueKind.False => false,
                System.Text.Json.JsonValueKind.Number => (long)value,
                _ => (string)value!,
            };
        }

        forge?.Invoke(token);
        return token;
    }

    /// <summary>A logout token.</summary>
    public Dictionary<string, object> LogoutToken(string? subject, string? sid)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var token = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["iss"] = Issuer,
            ["aud"] = ClientId,
            ["iat"] = now,
            ["exp"] = now + 120,
            ["jti"] = RandomNumberGenerator.GetHexString(16),
            ["events"] = new Dictionary<string, object> { ["http://schemas.openid.net/event/backchannel-logout"] = new Dictionary<string, object>() },
        };
        if (subject is not null)
        {
            token["sub"] = subject;
        }

        if (sid is not null)
        {
            token["sid"] = sid;
        }

        return token;
    }

    public static RsaSecurityKey NewKey()
    {
        using var rsa = RSA.Create(2048);
        return new(rsa.ExportParameters(includePrivateParameters: true)) { KeyId = RandomNumberGenerator.GetHexString(8) };
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private JsonObject Keys()
    {
        KeyFetches++;
        var rsa = _key.Parameters;
        return new JsonObject
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
        };
    }

    private IResult Authorize(HttpRequest request)
    {
        var (callback, state) = (request.Query["redirect_uri"].ToString(), Uri.EscapeDataString(request.Query["state"].ToString()));
        var issuer = Uri.EscapeDataString(Issuer);
        var person = _visits[request.Query["visit"].ToString()];
        if (person.Refusal is { } refusal)
        {
            return Results.Redirect($"{callback}?error={refusal}&error_description=%3Cscript%3E&state={state}&iss={issuer}");
        }

        var code = RandomNumberGenerator.GetHexString(32);
        _codes[code] = (request.Query["nonce"], person);
        return Results.Redirect($"{callback}?code={code}&state={state}&iss={issuer}");
    }

    private IResult Redeem(IFormCollection form)
    {
        if (!_codes.TryRemove(form["code"].ToString(), out var found))
        {
            return Results.Text("""{"error":"invalid_grant"}""", "application/json", statusCode: 400);
        }

        return Json(new JsonObject
        {
            ["access_token"] = RandomNumberGenerator.GetHexString(32),
            ["token_type"] = "Bearer",
            ["expires_in"] = 300,
            ["id_token"] = Sign(IdToken(ClientId, found.Nonce, found.Person.Claims, found.Person.Forge), key: null, found.Person.IsUnsigned),
        });
    }

    private sealed class Person
    {
        public JsonObject Claims { get; set; } = [];

        public Action<Dictionary<string, object>>? Forge { get; set; }

        public string? Refusal { get; set; }

        public bool IsUnsigned { get; set; }
    }

    private static IResult Json(JsonNode json) => Results.Text(json.ToJsonString(), "application/json");
}
