using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Cardea.Revocation;
using Cardea.Validation.Revocation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

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
    private int _otherRequests;

    private FakeIssuer(Issuer issuer)
    {
        Issuer = issuer;
        issuer.Revocations.Watch(Publish);
        issuer.Keys.Watch(PublishKeys);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapGet("/revocations", FeedAsync);
        _app.MapPost("/receipts", ReceiveAsync);
        _app.MapFallback(Fetch);
    }

    public Issuer Issuer { get; }

    /// <summary>Its time, in Unix milliseconds.</summary>
    public long Now => (Issuer.Clock.GetUtcNow() + ClockError).ToUnixTimeMilliseconds();

    /// <summary>By how much its clock differs from that of the API.</summary>
    public TimeSpan ClockError { get; set; }

    /// <summary>What else is among its keys.</summary>
    public IReadOnlyList<FeedKey> OtherKeys { get; set; } = [];

    /// <summary>Whether it sends what it has when somebody connects.</summary>
    public bool Greets { get; set; } = true;

    /// <summary>Whether it says at once which keys it gives up or makes.</summary>
    public bool TellsKeys { get; set; } = true;

    /// <summary>How far it lets clocks be apart, in seconds.</summary>
    public long Skew { get; set; } = 30;

    /// <summary>What it answers instead of a feed.</summary>
    public IResult? Instead { get; set; }

    /// <summary>How often it was asked for something else than the feed: metadata, keys.</summary>
    public int OtherRequests => _otherRequests;

    public ConcurrentQueue<string> Receipts { get; } = [];

    public bool TakesReceipts { get; set; } = true;

    /// <summary>How often receipts were refused because there were too many.</summary>
    public int TooMany { get; private set; }

    /// <summary>Whether it says that there are too many receipts, and to come again in so long.</summary>
    public TimeSpan? RetryAfter { get; set; }

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

    /// <summary>What it would send now, as the first event of a connection.</summary>
    public FeedMessage Message(params IEnumerable<RevokedSession> revoked) => new(
        Now,
        Age: 0,
        Skew,
        [.. revoked.Select(FeedSession.Of)],
        [.. OtherKeys, .. Issuer.Keys.Published.Select(static key => FeedKey.Of(key.PublicKey))]);

    public async ValueTask DisposeAsync()
    {
        _current?.Cut();
        await _app.DisposeAsync();
    }

    private void Publish(RevokedSession revoked)
    {
        _revoked.Enqueue(revoked);
        _current?.Send(FeedMessage.Revoked, Message(revoked) with { Keys = null }, $"cursor {_revoked.Count}");
    }

    private void PublishKeys()
    {
        if (TellsKeys)
        {
            _current?.Send(FeedMessage.KeysChanged, Message() with { Sessions = null });
        }
    }

    private IResult Fetch()
    {
        Interlocked.Increment(ref _otherRequests);
        return Results.NotFound();
    }

    private async Task FeedAsync(HttpContext context)
    {
        if (!IsApi(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        if (Instead is not null)
        {
            await Instead.ExecuteAsync(context);
            return;
        }

        context.Response.ContentType = "text/event-stream";
        await context.Response.Body.FlushAsync(context.RequestAborted);
        var connection = new FeedConnection(context, this);
        if (Greets)
        {
            connection.Send(FeedMessage.Snapshot, Message(_revoked), $"cursor {_revoked.Count}");
        }

        _current = connection;
        _connections.Writer.TryWrite(connection);
        await connection.WriteAsync();
    }

    private async Task<IResult> ReceiveAsync(HttpRequest request, HttpResponse response)
    {
        if (RetryAfter is { } retryAfter)
        {
            TooMany++;
            response.Headers.RetryAfter = $"{retryAfter.TotalSeconds}";
            return Results.StatusCode(StatusCodes.Status429TooManyRequests);
        }

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
