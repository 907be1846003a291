using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;

namespace Cardea.Server.Tests.Live;

/// <summary>A page that follows the live events of its session.</summary>
internal sealed class LiveConnection : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // A heartbeat comes every 15 seconds.
    private const int MostEvents = 12;

    private static readonly SocketsHttpHandler WithoutCookies = new() { UseCookies = false };
    private static readonly HttpClient Http = new(WithoutCookies, disposeHandler: false);

    private readonly HttpResponseMessage _answer;
    private readonly IAsyncEnumerator<SseItem<string>> _events;

    private LiveConnection(HttpResponseMessage answer, Stream stream)
    {
        _answer = answer;
        _events = SseParser.Create(stream).EnumerateAsync().GetAsyncEnumerator();
    }

    /// <summary>The id of the last event.</summary>
    public string? LastId { get; private set; }

    /// <summary>The headers of the answer.</summary>
    public HttpResponseMessage Head => _answer;

    /// <summary>Connects, and reads the first event.</summary>
    public static async Task<LiveConnection> OpenAsync(Uri address, string type, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, "/auth/live"));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var answer = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}: {(answer.IsSuccessStatusCode ? "" : await answer.Content.ReadAsStringAsync())}");
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        var connection = new LiveConnection(answer, await answer.Content.ReadAsStreamAsync());
        Assert.Equal(type, await connection.NextAsync());
        return connection;
    }

    public static Task<LiveConnection> OpenAsync(Uri address, string accessToken) => OpenAsync(address, "heartbeat", ("Authorization", $"Bearer {accessToken}"));

    /// <summary>Reads on to an event of that type, over heartbeats.</summary>
    public async Task<JsonNode> FindAsync(string type)
    {
        Assert.Equal(type, await NextAfterAsync("heartbeat"));
        return JsonNode.Parse(_events.Current.Data)!;
    }

    /// <summary>Reads to the end of a session, over changes of the list, and checks that nothing follows.</summary>
    public async Task<string?> FindEndAsync()
    {
        Assert.Equal("ended", await NextAfterAsync("heartbeat", "sessions"));
        var reason = (string?)JsonNode.Parse(_events.Current.Data)!["reason"];
        Assert.Null(await NextAsync());
        return reason;
    }

    /// <summary>Reads on to the end of the stream, over heartbeats, without a word of the session's end.</summary>
    public async Task CloseAsync() => Assert.Null(await NextAfterAsync("heartbeat"));

    /// <summary>Reads the next event.</summary>
    /// <returns>Its type; null if the stream has ended.</returns>
    public async Task<string?> NextAsync()
    {
        if (!await _events.MoveNextAsync().AsTask().WaitAsync(Patience))
        {
            return null;
        }

        LastId = _events.Current.EventId ?? LastId;
        return _events.Current.EventType;
    }

    public async ValueTask DisposeAsync()
    {
        await _events.DisposeAsync();
        _answer.Dispose();
    }

    private async Task<string?> NextAfterAsync(params string[] types)
    {
        for (var events = 0; events < MostEvents; events++)
        {
            if (await NextAsync() is var next && !types.Contains(next))
            {
                return next;
            }
        }

        throw new InvalidOperationException($"Nothing but {string.Join(", ", types)} came.");
    }
}
