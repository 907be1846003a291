using System.Net;
using System.Net.WebSockets;
using System.Text;
using Cardea.Tokens;
using Cardea.Validation.Connections;
using Cardea.Validation.Tests.Running;

namespace Cardea.Validation.Tests;

/// <summary>What stays open for long is closed with its session.</summary>
public sealed class ConnectionTests
{
    [Theory]
    [InlineData("/socket")]
    [InlineData("/hub")]
    public async Task A_socket_is_closed_when_its_session_ends_and_no_other(string path)
    {
        await using var api = await ProtectedApi.StartAsync();
        var (mine, other) = (api.Issuer.BeginSession(), api.Issuer.BeginSession());
        using var closed = await OpenAsync(api, path, mine);
        using var open = await OpenAsync(api, path, other);

        api.Issuer.End(mine.SessionId);

        await ClosedAsync(closed);
        await SendAsync(open);
        await ReceiveAsync(open);
        await Eventually.TrueAsync(() => api.Connections.Count == 1);
    }

    [Fact]
    public async Task A_recall_closes_what_older_tokens_opened()
    {
        await using var api = await ProtectedApi.StartAsync();
        var session = api.Issuer.BeginSession();
        using var older = await OpenAsync(api, "/socket", session);
        using var newer = await OpenAsync(api, "/socket", session, recalls: 1);

        api.Issuer.Recall(session.SessionId, lowestRecalls: 1);

        await ClosedAsync(older);
        await SendAsync(newer);
        await ReceiveAsync(newer);
    }

    [Fact]
    public async Task A_lastinganswer_is_broken_off()
    {
        await using var api = await ProtectedApi.StartAsync();
        var session = api.Issuer.BeginSession();
        using var response = await BeginAsync(api, "/stream", session);

        api.Issuer.End(session.SessionId);

        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_endpoint_can_end_it_in_its_own_way()
    {
        await using var api = await ProtectedApi.StartAsync();
        var session = api.Issuer.BeginSession();
        using var response = await BeginAsync(api, "/polite", session);

        api.Issuer.End(session.SessionId);

        Assert.Equal("begin end", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_closes_by_itself_is_forgotten()
    {
        await using var api = await ProtectedApi.StartAsync();
        var session = api.Issuer.BeginSession();
        for (var i = 0; i < 20; i++)
        {
            using var socket = await OpenAsync(api, "/socket", session);
        }

        await Eventually.TrueAsync(() => api.Connections.Count == 0);
        api.Issuer.End(session.SessionId);
    }

    [Fact]
    public async Task When_it_is_not_known_who_has_logged_out_all_are_closed()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await ProtectedApi.StartKnowingAsync(issuer);
        using var socket = await OpenAsync(api, "/socket", issuer.Issuer.BeginSession());
        issuer.Greets = false;

        issuer.Issuer.Clock.Advance(TimeSpan.FromSeconds(16));

        await ClosedAsync(socket);
    }

    [Fact]
    public async Task A_key_that_is_given_up_closes_what_its_tokens_opened()
    {
        await using var api = await ProtectedApi.StartAsync();
        using var forged = await OpenAsync(api, "/socket", api.Issuer.BeginSession());
        await api.Issuer.RetireAsync();
        using var good = await OpenAsync(api, "/socket", api.Issuer.BeginSession());

        api.Issuer.Clock.Advance(TimeSpan.FromSeconds(1));

        await ClosedAsync(forged);
        await SendAsync(good);
        await ReceiveAsync(good);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_session_that_reaches_its_absolute_end_closes_what_it_opened(bool isRemote)
    {
        await using var elsewhere = isRemote ? await FakeIssuer.StartAsync() : null;
        await using var api = elsewhere is null ? await ProtectedApi.StartAsync() : await ProtectedApi.StartKnowingAsync(elsewhere);
        var lasting = api.Issuer.BeginSession();
        api.Issuer.Options.SessionLifetime = TimeSpan.FromSeconds(5);
        using var closed = await OpenAsync(api, "/socket", api.Issuer.BeginSession());
        using var open = await OpenAsync(api, "/socket", lasting);
        api.Issuer.Clock.Advance(TimeSpan.FromSeconds(4));
        await SendAsync(closed);
        await ReceiveAsync(closed);

        api.Issuer.Clock.Advance(TimeSpan.FromSeconds(1));

        await ClosedAsync(closed);
        await SendAsync(open);
        await ReceiveAsync(open);
    }

    [Fact]
    public async Task A_key_that_is_given_up_at_the_issuer_closes_what_its_tokens_opened_here()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await ProtectedApi.StartKnowingAsync(issuer);
        var key = issuer.Issuer.SigningKey.Id;
        using var socket = await OpenAsync(api, "/socket", issuer.Issuer.BeginSession());

        await issuer.Issuer.RetireAsync();
        await Eventually.TrueAsync(() => api.Believed.FindKey(key) is null);
        issuer.Issuer.Clock.Advance(TimeSpan.FromSeconds(1));

        await ClosedAsync(socket);
    }

    [Fact]
    public async Task What_ends_at_the_issuer_is_closed_here()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await ProtectedApi.StartKnowingAsync(issuer);
        var session = issuer.Issuer.BeginSession();
        using var socket = await OpenAsync(api, "/socket", session);

        issuer.Issuer.End(session.SessionId);

        await ClosedAsync(socket);
    }

    [Fact]
    public async Task A_session_that_ended_while_its_connection_was_opened_closes_it()
    {
        var issuer = await Issuer.StartAsync();
        var session = issuer.BeginSession().SessionId;
        var connections = new OpenConnections();
        connections.Follow(new NearIssuer(issuer));
        issuer.End(session);

        using var late = connections.Open(new AccessTokenId(session, 0), issuer.Options.Issuer);

        Assert.True(late.Ended.IsCancellationRequested);
    }

    [Fact]
    public async Task Connections_that_open_and_close_while_sessions_end_are_all_told_and_all_forgotten()
    {
        var issuer = await Issuer.StartAsync();
        var connections = new OpenConnections();
        connections.Follow(new NearIssuer(issuer));
        await Parallel.ForAsync(0, 2000, TestContext.Current.CancellationToken, (_, _) =>
        {
            var session = issuer.BeginSession().SessionId;
            using var one = connections.Open(new AccessTokenId(session, 0), issuer.Options.Issuer);
            connections.Open(new AccessTokenId(session, 0), issuer.Options.Issuer).Dispose();
            Parallel.Invoke(
                () => issuer.End(session),
                () => connections.Open(new AccessTokenId(session, 0), issuer.Options.Issuer).Dispose());
            Assert.True(one.Ended.IsCancellationRequested);
            return ValueTask.CompletedTask;
        });

        Assert.Equal(0, connections.Count);
    }

    [Fact]
    public async Task Without_a_user_of_ours_nothing_is_watched()
    {
        await using var api = await ProtectedApi.StartAsync();

        using var anybody = await api.GetAsync("/anybody", token: null);
        using var impossible = await api.GetAsync("/impossible", token: null);

        Assert.Equal(HttpStatusCode.OK, anybody.StatusCode);
        Assert.Equal(HttpStatusCode.InternalServerError, impossible.StatusCode);
    }

    private static async Task<ClientWebSocket> OpenAsync(ProtectedApi api, string path, RefreshToken session, int recalls = 0)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {api.Issuer.AccessToken(session, recalls: recalls)}");
        await socket.ConnectAsync(new UriBuilder(api.Client.BaseAddress!) { Scheme = "ws", Path = path }.Uri, TestContext.Current.CancellationToken);
        await SendAsync(socket);
        await ReceiveAsync(socket);
        return socket;
    }

    private static async Task<HttpResponseMessage> BeginAsync(ProtectedApi api, string path, RefreshToken session)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new("Bearer", api.Issuer.AccessToken(session));
        var response = await api.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => api.Connections.Count == 1);
        return response;
    }

    // A handshake of SignalR, which answers it once, then with pings; to the other endpoint it is any message.
    private static Task SendAsync(ClientWebSocket socket) =>
        socket.SendAsync(Encoding.UTF8.GetBytes("""{"protocol":"json","version":1}""" + '\u001e'), WebSocketMessageType.Text, endOfMessage: true, TestContext.Current.CancellationToken);

    private static Task<WebSocketReceiveResult> ReceiveAsync(ClientWebSocket socket) =>
        socket.ReceiveAsync(new byte[1024], TestContext.Current.CancellationToken);

    // In good order or not: SignalR says goodbye, the other endpoint does not.
    private static async Task ClosedAsync(ClientWebSocket socket)
    {
        try
        {
            while ((await ReceiveAsync(socket)).MessageType != WebSocketMessageType.Close)
            {
                // Until it is closed.
            }
        }
        catch (WebSocketException)
        {
            // Broken off.
        }
    }
}
