using System.Net;
using System.Net.Http.Headers;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Revocation;

/// <summary>Only the configured APIs are let in where tokens are introspected and revocations read.</summary>
public sealed class ResourceApiTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private CardeaProcess? _server;

    public static TheoryData<string, string> Guarded { get; } = new() { { "GET", "/revocations" }, { "POST", "/receipts" } };

    private CardeaProcess Server => _server ?? throw new InvalidOperationException("The server is not running.");

    public async ValueTask InitializeAsync() => _server = await CardeaProcess.StartAsync(_directory.FullName, FeedReader.Settings);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _directory.Dispose();
    }

    [Theory]
    [MemberData(nameof(Guarded))]
    public async Task Whoever_shows_no_credentials_of_an_api_is_refused_in_one_way(string method, string path)
    {
        using var client = await Server.NewClient().RegisterAsync();
        AuthenticationHeaderValue?[] wrong =
        [
            null,
            new("Basic"),
            new("Basic", "not base64!"),
            new("Bearer", client.Tokens.Access),
            FeedReader.Basic("", ""),
            FeedReader.Basic(FeedReader.Name, ""),
            FeedReader.Basic(FeedReader.Name, FeedReader.Secret[..^1]),
            FeedReader.Basic(FeedReader.Name, FeedReader.Secret + "x"),
            FeedReader.Basic("ORDERS", FeedReader.Secret),
            FeedReader.Basic(FeedReader.Secret, FeedReader.Name),
        ];
        foreach (var credentials in wrong)
        {
            // A body that is none comes second to credentials that are none.
            using var request = new HttpRequestMessage(new(method), path) { Content = method == "POST" ? new StringContent("{", MediaTypeHeaderValue.Parse("application/json")) : null };
            request.Headers.Authorization = credentials;
            using var answer = await Server.Http.SendAsync(request, TestContext.Current.CancellationToken);

            Assert.Equal("Basic", Assert.Single(answer.Headers.WwwAuthenticate).Scheme);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Asked_with_head_the_feed_leaves_the_connection_to_the_next_request()
    {
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 1 };
        using var http = new HttpClient(handler) { BaseAddress = Server.Address, DefaultRequestHeaders = { Authorization = FeedReader.Credentials } };
        using var request = new HttpRequestMessage(HttpMethod.Head, "/revocations");
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        using var next = await http.GetAsync(new Uri("/health/live", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task Its_secret_never_shows_in_the_log()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/receipts") { Content = System.Net.Http.Json.JsonContent.Create(new { received = Array.Empty<string>() }) };
        request.Headers.Authorization = FeedReader.Credentials;

        await Answer.ExpectStatusAsync(202, await Server.Http.SendAsync(request, TestContext.Current.CancellationToken));
        Assert.DoesNotContain(FeedReader.Secret, Server.Log, StringComparison.Ordinal);
    }
}
