using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Cardea.Revocation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace Cardea.Validation.Tests.Running;

/// <summary>An issuer elsewhere: real keys and real HTTP, but what it sends and when is for the test to say.</summary>
internal sealed class FakeIssuer : IAsyncDisposable
{
    public const string Api = "orders";
    public const string Secret = "a secret of this API and the issuer alone";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<RevokedSession> _revoked = [];
    private readonly Channel<FeedConnection> _connections = Channel.CreateUnbounded<FeedConnection>();
    private volatile FeedConnection? _current;
    private int _keyRequests;

    private FakeIssuer(Issuer issuer)
    {
        Issuer = issuer;
        Name = issuer.Options.Issuer;
        KeysAt = $"{Name}/keys";
        issuer.Revocations.Watch(Publish);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapGet("/.well-known/openid-configuration", () => AnswersKeys ? Results.Json(new Dictionary<string, string> { ["issuer"] = Name, ["jwks_uri"] = KeysAt }) : Results.StatusCode(503));
        _app.MapGet("/keys", GetKeys);
        _app.MapGet("/revocations", FeedAsync);
        _app.MapPost("/receipts", ReceiveAsync);
    }

    public Issuer Issuer { get; }

    /// <summary>Who it says it is.</summary>
    public string Name { get; set; }

    /// <summary>Where it says its keys are.</summary>
    public string KeysAt { get; set; }

    /// <summary>What else is among its keys.</summary>
    public IReadOnlyList<object> OtherKeys { get; set; } = [];

    public bool AnswersKeys { get; set; } = true;

    /// <summary>Whether it sends what it has when somebody connects.</summary>
    public bool Greets { get; set; } = true;

    /// <summary>How old its own knowledge is, in milliseconds.</summary>
    public long Age { get; set; }

    public int KeyRequests => _keyRequests;

    public ConcurrentQueue<string> Receipts { get; } = [];

    public bool TakesReceipts { get; set; } = true;

    public Uri Address => new(_app.Urls.Single());

    public static async Task<FakeIssuer> StartAsync(Issuer? issuer = null)
    {
        var fake = new FakeIssuer(issuer ?? await Issuer.StartAsync());
        await fake._app.StartAsync(TestContext.Current.CancellationToken);
        return fake;
    }

    /// <summary>The next connection to the feed.</summary>
    public async Task<FeedConnection> ConnectedAsync() => await _connections.Reader.ReadAsync(TestContext.Current.CancellationToken);

    /// <summary>The next connection, when the pause before it is by the clock that stands still.</summary>
    public async Task<FeedConnection> ReconnectedAsync()
    {
        var connected = ConnectedAsync();
        await Eventually.TrueAsync(() => connected.IsCompleted, () => Issuer.Clock.Advance(TimeSpan.FromMilliseconds(50)));
        return await connected;
    }

    /// <summary>What it would send now to somebody who knows nothing.</summary>
    public string Message(params IEnumerable<RevokedSession> revoked) => new JsonObject
    {
        ["age"] = Age,
        ["sessions"] = new JsonArray([.. revoked.Select(static one => Entry(one))]),
    }.ToJsonString();

    public async ValueTask DisposeAsync()
    {
        _current?.Cut();
        await _app.DisposeAsync();
    }

    private static JsonObject Entry(RevokedSession revoked)
    {
        var entry = new JsonObject
        {
            ["sid"] = revoked.SessionId.ToString(),
            ["expiresAt"] = revoked.ExpiresAt.ToUnixTimeSeconds() + 1,
        };
        if (revoked.LowestGeneration != RevokedSession.None)
        {
            entry["generation"] = revoked.LowestGeneration;
        }

        return entry;
    }

    private void Publish(RevokedSession revoked)
    {
        _revoked.Enqueue(revoked);
        _current?.Send("revoked", Message(revoked), $"cursor {_revoked.Count}");
    }

    private IResult GetKeys()
    {
        Interlocked.Increment(ref _keyRequests);
        return Results.Json(new Dictionary<string, object>
        {
            ["keys"] = OtherKeys.Concat(Issuer.Keys.Published.Select(static key => Public(key.PublicKey))).ToArray(),
        });
    }

    private static Dictionary<string, string> Public(JsonWebKey key) => new()
    {
        ["kty"] = key.Kty,
        ["crv"] = key.Crv,
        ["x"] = key.X,
        ["y"] = key.Y,
        ["kid"] = key.Kid,
        ["alg"] = key.Alg,
        ["use"] = key.Use,
    };

    private async Task FeedAsync(HttpContext context)
    {
        if (!IsApi(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        context.Response.ContentType = "text/event-stream";
        await context.Response.Body.FlushAsync(context.RequestAborted);
        var connection = new FeedConnection(context);
        if (Greets)
        {
            connection.Send("snapshot", Message(_revoked), $"cursor {_revoked.Count}");
        }

        _current = connection;
        _connections.Writer.TryWrite(connection);
        await connection.WriteAsync();
    }

    private async Task<IResult> ReceiveAsync(HttpRequest request)
    {
        if (!IsApi(request) || !TakesReceipts || request.ContentLength is null or > 16 * 1024)
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        var body = await JsonNode.ParseAsync(request.Body);
        foreach (var receipt in body!["received"]!.AsArray())
        {
            Receipts.Enqueue((string)receipt!);
        }

        return Results.StatusCode(StatusCodes.Status202Accepted);
    }

    private static bool IsApi(HttpRequest request) =>
        AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var credentials)
        && credentials is { Scheme: "Basic", Parameter: { } parameter }
        && Encoding.UTF8.GetString(Convert.FromBase64String(parameter)) == $"{Api}:{Secret}";
}
