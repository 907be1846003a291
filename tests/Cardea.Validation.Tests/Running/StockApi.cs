using System.Net;
using Cardea.JwtBearer;
using Cardea.Validation.Issuers;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cardea.Validation.Tests.Running;

/// <summary>An API with the handler that ASP.NET Core brings, and an issuer elsewhere.</summary>
internal sealed class StockApi : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Rerouted _route;
    private readonly HttpClient _client = new();

    private StockApi(FakeIssuer issuer, Action<JwtBearerOptions>? configure, Action<CardeaRevocationOptions>? configureRevocation, ILoggerProvider? logs)
    {
        _route = new(() => issuer.Address);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        if (logs is not null)
        {
            builder.Logging.AddProvider(logs);
        }

        builder.Services.AddSingleton<TimeProvider>(issuer.Issuer.Clock);
        builder.Services.AddAuthorization();
        builder.Services.AddAuthentication()
            .AddJwtBearer(options =>
            {
                options.Authority = issuer.Issuer.Options.Issuer;
                options.Audience = issuer.Issuer.Options.Audience;
                options.BackchannelHttpHandler = _route;
                configure?.Invoke(options);
            })
            .WithCardeaRevocation(options =>
            {
                options.Api = FakeIssuer.Api;
                options.Secret = FakeIssuer.Secret;
                configureRevocation?.Invoke(options);
            });
        _app = builder.Build();
        _app.MapGet("/", static () => "protected").RequireAuthorization();
    }

    /// <summary>The issuer as it is known here.</summary>
    public IIssuer Believed => _app.Services.GetRequiredKeyedService<IIssuer>(JwtBearerDefaults.AuthenticationScheme);

    public static async Task<StockApi> StartAsync(
        FakeIssuer issuer,
        Action<JwtBearerOptions>? configure = null,
        Action<CardeaRevocationOptions>? configureRevocation = null,
        ILoggerProvider? logs = null)
    {
        var api = await StartUnknowingAsync(issuer, configure, configureRevocation, logs);
        await Eventually.TrueAsync(() => api.Believed.IsKnown);
        return api;
    }

    /// <summary>Starts it, and does not wait until enough is known of the issuer.</summary>
    public static async Task<StockApi> StartUnknowingAsync(
        FakeIssuer issuer,
        Action<JwtBearerOptions>? configure = null,
        Action<CardeaRevocationOptions>? configureRevocation = null,
        ILoggerProvider? logs = null)
    {
        var api = new StockApi(issuer, configure, configureRevocation, logs);
        await api._app.StartAsync(TestContext.Current.CancellationToken);
        return api;
    }

    public async Task<HttpResponseMessage> GetAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_app.Urls.Single()));
        request.Headers.Authorization = new("Bearer", token);
        return await _client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<HttpStatusCode> StatusAsync(string token)
    {
        using var response = await GetAsync(token);
        return response.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        _route.Dispose();
    }
}
