using System.Net.WebSockets;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cardea.Repository.Tests;

/// <summary>An app in this process that is its own issuer, below <c>/x</c>, and has a hub and Blazor circuits.</summary>
public sealed class ConnectedApp : IAsyncLifetime
{
    public const string Origin = "https://id.example.org";
    public const string Allowed = "https://app.example.org";

    private static readonly SocketsHttpHandler WithoutCookies = new() { UseCookies = false };

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("cardea-");
    private readonly WebApplication _app;
    private HttpClient? _http;

    public ConnectedApp()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddCardea(static options =>
        {
            options.Issuer = $"{Origin}/x";
            options.AllowedOrigins.Add(Allowed);
        }).AddSqlite($"Data Source={Path.Combine(_directory.FullName, "cardea.db")}");
        builder.Services.AddSignalR();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddCardeaCircuits();
        _app = builder.Build();
        _app.UseAntiforgery();
        _app.MapGroup("/x").MapCardea();
        _app.MapHub<Silence>("/hub").RequireAuthorization().CloseWithSession();
        _app.MapRazorComponents<Home>().AddInteractiveServerRenderMode().CloseWithSession();
        _app.MapGet("/user", (ClaimsPrincipal user) => { User = user; }).RequireAuthorization();
    }

    public HttpClient Http => _http ?? throw new InvalidOperationException("Not started.");

    public IServiceProvider Services => _app.Services;

    /// <summary>The user of the last request to <c>/user</c>.</summary>
    public ClaimsPrincipal? User { get; private set; }

    public async ValueTask InitializeAsync()
    {
        await _app.StartAsync(TestContext.Current.CancellationToken);
        _http = new(WithoutCookies, disposeHandler: false) { BaseAddress = new(_app.Urls.Single()) };
    }

    /// <summary>Signs somebody up.</summary>
    /// <returns>The cookies, as a browser sends them.</returns>
    public async Task<string> RegisterAsync()
    {
        using var content = new StringContent($$"""{"email":"{{Guid.NewGuid()}}@example.org","password":"correct horse battery staple"}""", Encoding.UTF8, "application/json");
        using var answer = await Http.PostAsync(new Uri("/x/auth/register?useCookies=true", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Equal(201, (int)answer.StatusCode);
        return string.Join("; ", answer.Headers.GetValues("Set-Cookie").Select(static set => set.Split(';')[0]));
    }

    /// <summary>Sends a request with headers.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params (string Name, string? Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Opens a SignalR connection without negotiation.</summary>
    /// <returns>The socket, and the status of a refusal.</returns>
    public async Task<(ClientWebSocket Socket, int Status)> ConnectAsync(string path, string cookies, string? origin, string protocol = "json")
    {
        var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Cookie", cookies);
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        try
        {
            await socket.ConnectAsync(new Uri(new Uri(Http.BaseAddress!.ToString().Replace("http://", "ws://", StringComparison.Ordinal)), path), TestContext.Current.CancellationToken);
            var hello = Encoding.UTF8.GetBytes($$"""{"protocol":"{{protocol}}","version":1}{{'\u001e'}}""");
            await socket.SendAsync(hello, WebSocketMessageType.Text, endOfMessage: true, TestContext.Current.CancellationToken);
            Assert.Equal("{}\u001e"u8.ToArray(), await ReceiveAsync(socket));
        }
        catch (WebSocketException)
        {
            // The status says why.
        }

        return (socket, (int)socket.HttpStatusCode);
    }

    /// <summary>Receives a message, such as a ping.</summary>
    public static async Task<byte[]> ReceiveAsync(ClientWebSocket socket)
    {
        var buffer = new byte[1024];
        var received = await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
        return buffer[..received.Count];
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    private sealed class Silence : Hub;

    private sealed class Home : ComponentBase;
}
