using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using System.Text;
using Cardea.Tokens;
using Cardea.Validation.Connections;
using Cardea.Validation.Issuers;
using Cardea.Validation.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cardea.Validation.Tests.Running;

/// <summary>An API that accepts the tokens of one issuer, on a port of its own.</summary>
public class ProtectedApi : IAsyncLifetime
{
    private readonly TimeProvider? _clock;
    private NearIssuer? _near;
    private FakeIssuer? _elsewhere;
    private Rerouted? _route;
    private WebApplication? _app;
    private HttpClient? _client;

    public ProtectedApi()
    {
    }

    private ProtectedApi(Issuer issuer, FakeIssuer? elsewhere, TimeProvider? clock)
    {
        Issuer = issuer;
        _elsewhere = elsewhere;
        _clock = clock;
    }

    public Issuer Issuer { get => field ?? throw new InvalidOperationException("Not started."); private set; }

    /// <summary>The access tokens that were seen for the first time.</summary>
    public IReadOnlyCollection<AccessTokenId> Receipts => ((NearIssuer)Believed).Receipts;

    public HttpClient Client => _client ?? throw new InvalidOperationException("Not started.");

    /// <summary>The issuer as it is known here.</summary>
    internal IIssuer Believed => _app!.Services.GetRequiredKeyedService<IIssuer>(CardeaBearerDefaults.AuthenticationScheme);

    internal OpenConnections Connections => _app!.Services.GetRequiredService<OpenConnections>();

    /// <summary>What the handler asks, without HTTP around it.</summary>
    internal AccessTokenCheck Check => _app!.Services.GetRequiredKeyedService<AccessTokenCheck>(CardeaBearerDefaults.AuthenticationScheme);

    public static async Task<ProtectedApi> StartAsync(
        Issuer? issuer = null,
        Action<CardeaBearerOptions>? configure = null,
        ILoggerProvider? logs = null)
    {
        var api = new ProtectedApi(issuer ?? await Issuer.StartAsync(), elsewhere: null, clock: null);
        await api.StartAsync(configure, logs);
        return api;
    }

    /// <summary>Starts one whose issuer is in its process.</summary>
    internal static async Task<ProtectedApi> StartAsync(NearIssuer near)
    {
        var api = new ProtectedApi(near.Issuer, elsewhere: null, clock: null) { _near = near };
        await api.StartAsync(configure: null, logs: null);
        return api;
    }

    /// <summary>Starts one whose issuer is elsewhere.</summary>
    internal static async Task<ProtectedApi> StartAsync(
        FakeIssuer elsewhere,
        Action<CardeaBearerOptions>? configure = null,
        ILoggerProvider? logs = null,
        TimeProvider? clock = null)
    {
        var api = new ProtectedApi(elsewhere.Issuer, elsewhere, clock);
        await api.StartAsync(configure, logs);
        return api;
    }

    /// <summary>Starts one whose issuer is elsewhere, and waits until enough is known of it.</summary>
    internal static async Task<ProtectedApi> StartKnowingAsync(
        FakeIssuer elsewhere,
        Action<CardeaBearerOptions>? configure = null,
        ILoggerProvider? logs = null,
        TimeProvider? clock = null)
    {
        var api = await StartAsync(elsewhere, configure, logs, clock);
        await Eventually.TrueAsync(() => api.Believed.IsKnown);
        return api;
    }

    /// <summary>Starts it as the fixture of a class.</summary>
    public async ValueTask InitializeAsync()
    {
        Issuer = await Issuer.StartAsync();
        _elsewhere = await FindElsewhereAsync();
        await StartAsync(configure: null, logs: null);
        await Eventually.TrueAsync(() => Believed.IsKnown);
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        _route?.Dispose();
        await DisposeElsewhereAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends a session, and waits until it is known here.</summary>
    public async Task EndAsync(SessionId session)
    {
        Issuer.End(session);
        await Eventually.TrueAsync(() => Believed.Refuses(new(session, 0)));
    }

    public Task<HttpResponseMessage> GetAsync(string path, string? token) =>
        SendAsync(path, token is null ? [] : [$"Bearer {token}"]);

    public async Task<HttpResponseMessage> SendAsync(string path, params string[] authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var value in authorization)
        {
            Assert.True(request.Headers.TryAddWithoutValidation("Authorization", value));
        }

        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Sends a request no client would, and gives the status of the answer.</summary>
    public async Task<int> SendRawAsync(byte[] headerLines)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(Client.BaseAddress!.Host, Client.BaseAddress.Port, TestContext.Current.CancellationToken);
        var stream = connection.GetStream();
        await stream.WriteAsync(
            (byte[])[.. "GET /claims HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"u8, .. headerLines, .. "\r\n\r\n"u8],
            TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var status = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        return int.Parse(status!.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    public async Task<HttpStatusCode> StatusAsync(string token)
    {
        using var response = await GetAsync("/claims", token);
        return response.StatusCode;
    }

    public async Task<bool> AcceptsAsync(string token)
    {
        using var response = await GetAsync("/claims", token);
        return response.StatusCode switch
        {
            HttpStatusCode.OK => true,
            HttpStatusCode.Unauthorized => false,
            var status => throw new InvalidOperationException($"Answered {status}."),
        };
    }

    private async Task StartAsync(Action<CardeaBearerOptions>? configure, ILoggerProvider? logs)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        if (logs is not null)
        {
            builder.Logging.AddProvider(logs).SetMinimumLevel(LogLevel.Trace);
        }

        builder.Services.AddSingleton(_clock ?? Issuer.Clock);
        builder.Services.AddAuthorization();
        builder.Services.AddHealthChecks().AddCardea();
        builder.Services.AddSignalR();
        AddSchemes(builder.Services.AddAuthentication(CardeaBearerDefaults.AuthenticationScheme), options =>
        {
            options.Audience = Issuer.Options.Audience;
            configure?.Invoke(options);
        });

        _app = builder.Build();
        _app.MapHealthChecks("/health");
        _app.MapLongRequests();
        _app.MapGet("/open", static () => "open");
        _app.MapGet("/claims", static (ClaimsPrincipal user) => user.Claims.Select(static claim => $"{claim.Type}={claim.Value}")).RequireAuthorization();
        _app.MapGet("/ids", static (ClaimsPrincipal user) => $"{user.Identity!.Name} {user.GetUserId()} {user.GetSessionId()}").RequireAuthorization();
        _app.MapGet("/writers", static () => "written").RequireAuthorization(static policy => policy.RequireRole("writer"));
        _app.MapGet("/mutation", static (ClaimsPrincipal user) =>
        {
            user.Identities.First().AddClaim(new("roles", "admin"));
            user.AddIdentity(new([new("roles", "admin")]));
        }).RequireAuthorization();
        _app.MapPost("/form", static (HttpRequest _) => "posted").RequireAuthorization();
        _app.MapGet("/either", static () => "either").RequireAuthorization(static policy => policy
            .AddAuthenticationSchemes(CardeaBearerDefaults.AuthenticationScheme, "Other")
            .RequireAuthenticatedUser());
        await _app.StartAsync(TestContext.Current.CancellationToken);
        _client = new() { BaseAddress = new(_app.Urls.Single()) };
    }

    private protected virtual Task<FakeIssuer?> FindElsewhereAsync() => Task.FromResult<FakeIssuer?>(null);

    private protected virtual ValueTask DisposeElsewhereAsync() => ValueTask.CompletedTask;

    private void AddSchemes(AuthenticationBuilder authentication, Action<CardeaBearerOptions> configure)
    {
        if (_elsewhere is not null)
        {
            authentication.AddCardea(options =>
            {
                options.Authority = Issuer.Options.Issuer;
                options.Api = FakeIssuer.Api;
                options.Secret = FakeIssuer.Secret;
                options.Backchannel = _route ??= new(() => _elsewhere.Address);
                configure(options);
            });
            return;
        }

        var near = _near ??= new(Issuer);
        authentication
            .AddCardea(CardeaBearerDefaults.AuthenticationScheme, _ => near, configure)
            .AddCardea("Other", _ => near, static options => options.Audience = "https://other.example.org");
    }
}
