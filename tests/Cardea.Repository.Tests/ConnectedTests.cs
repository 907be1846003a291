using System.Net.WebSockets;
using System.Security.Claims;
using System.Threading.Channels;
using Cardea.Sessions;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.Repository.Tests;

/// <summary>Hubs and circuits of an app that is its own issuer: cookies open them, other sites can't, and the session's end closes them.</summary>
public sealed class ConnectedTests(ConnectedApp app) : IClassFixture<ConnectedApp>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/hub", "json")]
    [InlineData("/_blazor", "blazorpack")]
    public async Task A_connection_by_cookies_closes_with_its_session_and_no_other_does(string path, string protocol)
    {
        var (mine, others) = (await app.RegisterAsync(), await app.RegisterAsync());
        var (closed, _) = await app.ConnectAsync(path, mine, ConnectedApp.Origin, protocol);
        var (open, _) = await app.ConnectAsync(path, others, ConnectedApp.Allowed, protocol);
        using (closed)
        using (open)
        {
            Assert.Equal((WebSocketState.Open, WebSocketState.Open), (closed.State, open.State));

            using var loggedOut = await app.SendAsync(HttpMethod.Post, "/x/auth/logout", ("Cookie", mine));
            Assert.Equal(204, (int)loggedOut.StatusCode);

            await Assert.ThrowsAsync<WebSocketException>(async () =>
            {
                while (true)
                {
                    await ConnectedApp.ReceiveAsync(closed);
                }
            });

            // The server's next ping.
            await ConnectedApp.ReceiveAsync(open);
            Assert.Equal(WebSocketState.Open, open.State);
        }
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("https://sibling.example.org")]
    [InlineData("https://id.example.org.evil.example")]
    [InlineData("null")]
    [InlineData(null)]
    public async Task A_handshake_of_another_site_gets_nothing_from_the_cookies(string? origin)
    {
        var cookies = await app.RegisterAsync();
        var (socket, status) = await app.ConnectAsync("/hub", cookies, origin);
        using (socket)
        {
            Assert.Equal(403, status);
        }

        // Nothing happened to the session.
        using var answer = await app.SendAsync(HttpMethod.Get, "/user", ("Cookie", cookies));
        Assert.Equal(200, (int)answer.StatusCode);
    }

    [Fact]
    public async Task A_circuit_gets_new_claims_and_loses_its_user_when_the_session_ends()
    {
        using var answer = await app.SendAsync(HttpMethod.Get, "/user", ("Cookie", await app.RegisterAsync()));
        var user = app.User!;
        var sessions = app.Services.GetRequiredService<ISessions>();
        await using var circuit = app.Services.CreateAsyncScope();
        var provider = circuit.ServiceProvider.GetRequiredService<AuthenticationStateProvider>();
        var states = Channel.CreateUnbounded<Task<AuthenticationState>>();
        ((IHostEnvironmentAuthenticationStateProvider)provider).SetAuthenticationState(Task.FromResult(new AuthenticationState(user)));
        provider.AuthenticationStateChanged += state => states.Writer.TryWrite(state);

        await sessions.RecallAsync(user.GetUserId(), Stop);

        var renewed = (await await states.Reader.ReadAsync(Stop)).User;
        Assert.Equal(user.GetSessionId(), renewed.GetSessionId());
        Assert.NotEqual(user.FindFirstValue("jti"), renewed.FindFirstValue("jti"));

        await sessions.EndAsync(user.GetSessionId(), Stop);

        Assert.False((await await states.Reader.ReadAsync(Stop)).User.Identity!.IsAuthenticated);
    }

    [Fact]
    public async Task A_token_for_a_session_moves_nothing_and_there_is_none_for_an_ended_one()
    {
        var cookies = await app.RegisterAsync();
        using var first = await app.SendAsync(HttpMethod.Get, "/user", ("Cookie", cookies));
        var (sessions, session) = (app.Services.GetRequiredService<ISessions>(), app.User!.GetSessionId());

        var token = await sessions.IssueAccessTokenAsync(session, Stop);

        Assert.NotNull(token);
        Assert.DoesNotContain(token.Reveal(), token.ToString(), StringComparison.Ordinal);
        using var byToken = await app.SendAsync(HttpMethod.Get, "/user", ("Authorization", $"Bearer {token.Reveal()}"));
        Assert.Equal(200, (int)byToken.StatusCode);
        Assert.Equal(session, app.User!.GetSessionId());

        // A token without a generation proves nothing.
        Assert.Equal($"{session}.0", app.User!.FindFirstValue("jti"));
        using var byCookies = await app.SendAsync(HttpMethod.Get, "/user", ("Cookie", cookies));
        Assert.Equal(200, (int)byCookies.StatusCode);
        Assert.False(byCookies.Headers.Contains("Set-Cookie"));

        await sessions.EndAsync(session, Stop);
        Assert.Null(await sessions.IssueAccessTokenAsync(session, Stop));
    }

    [Fact]
    public async Task Allowed_origins_may_read_answers_below_a_prefix_and_no_other_may()
    {
        foreach (var (origin, isAllowed) in ((string, bool)[])[(ConnectedApp.Allowed, true), ("https://evil.example", false), ("null", false)])
        {
            using var simple = await app.SendAsync(HttpMethod.Get, "/x/auth/me", ("Origin", origin));
            using var preflight = await app.SendAsync(
                HttpMethod.Options, "/x/auth/login", ("Origin", origin), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "content-type"));
            foreach (var answer in (HttpResponseMessage[])[simple, preflight])
            {
                var granted = answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var origins) ? string.Join(',', origins) : null;
                Assert.Equal(isAllowed ? origin : null, granted);
                Assert.Equal(isAllowed, answer.Headers.Contains("Access-Control-Allow-Credentials"));
                Assert.Contains("Origin", answer.Headers.Vary);
            }
        }
    }
}
