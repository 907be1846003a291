using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json.Nodes;

namespace Cardea.Server.Tests.Revocation;

/// <summary>A resource API that follows the feed, and keeps what it hears.</summary>
internal sealed class FeedReader : IAsyncDisposable
{
    public const string Name = "orders";
    public const string Secret = "a secret of thirty-two characters";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http;
    private readonly HttpResponseMessage _answer;
    private readonly IAsyncEnumerator<SseItem<string>> _events;

    private FeedReader(HttpClient http, HttpResponseMessage answer, Stream stream)
    {
        _http = http;
        _answer = answer;
        _events = SseParser.Create(stream).EnumerateAsync().GetAsyncEnumerator();
    }

    /// <summary>The settings of a server that knows this API.</summary>
    public static (string Name, string Value)[] Settings { get; } =
        [("Cardea__ResourceApis__0__Name", Name), ("Cardea__ResourceApis__0__Secret", Secret)];

    /// <summary>The credentials of the API.</summary>
    public static AuthenticationHeaderValue Credentials { get; } = Basic(Name, Secret);

    public string? LastId { get; private set; }

    public HttpResponseHeaders Headers => _answer.Headers;

    public static AuthenticationHeaderValue Basic(string name, string secret) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{secret}")));

    /// <summary>The key that signed an access token.</summary>
    public static string KeyOf(string accessToken) => (string)JsonNode.Parse(Base64Url.DecodeFromChars(accessToken.Split('.')[0]))!["kid"]!;

    /// <summary>Connects, and goes on where another left off.</summary>
    public static async Task<FeedReader> OpenAsync(Uri address, string? lastId = null)
    {
        var http = new HttpClient { BaseAddress = address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/revocations");
        request.Headers.Authorization = Credentials;
        if (lastId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastId);
        }

        var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        return new(http, answer, await answer.Content.ReadAsStreamAsync());
    }

    /// <summary>The next event.</summary>
    public async Task<(string Type, JsonNode Data)> NextAsync()
    {
        Assert.True(await _events.MoveNextAsync().AsTask().WaitAsync(Patience), "The feed has ended.");
        LastId = _events.Current.EventId ?? LastId;
        return (_events.Current.EventType, JsonNode.Parse(_events.Current.Data)!);
    }

    /// <summary>Whether the feed ends, whatever comes before.</summary>
    public async Task ReadToEndAsync()
    {
        while (await _events.MoveNextAsync().AsTask().WaitAsync(Patience))
        {
            LastId = _events.Current.EventId ?? LastId;
        }
    }

    /// <summary>Reads on until it is told of that session.</summary>
    public async Task<JsonNode> FindAsync(string session)
    {
        while (true)
        {
            var (_, data) = await NextAsync();
            if (data["sessions"]?.AsArray().FirstOrDefault(entry => (string?)entry!["sid"] == session) is { } found)
            {
                return found;
            }
        }
    }

    /// <summary>Reads on until it is told of keys among which that one is not.</summary>
    public async Task<(string Type, JsonNode Data)> FindKeysWithoutAsync(string key)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            var (type, data) = await NextAsync();
            if (data["keys"]?.AsArray().All(one => (string?)one!["kid"] != key) is true)
            {
                return (type, data);
            }

            Assert.True(watch.Elapsed < Patience, "It was not told of the keys.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _events.DisposeAsync();
        _answer.Dispose();
        _http.Dispose();
    }
}
