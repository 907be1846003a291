using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cardea.Benchmarks;

/// <summary>An app without a network: a request goes through all of it, from hosting to the endpoint.</summary>
internal sealed class AppInProcess : IServer
{
    private const string OpenPath = "/open";

    private readonly WebApplication _app;
    private readonly string? _authorization;
    private Func<IFeatureCollection, Task>? _serve;

    /// <param name="token">What requests bring.</param>
    /// <param name="authenticate">Adds the handler that is measured; none, and the endpoint is open.</param>
    public AppInProcess(string? token, Action<AuthenticationBuilder>? authenticate)
    {
        _authorization = token is null ? null : $"Bearer {token}";
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IServer>(this);
        if (authenticate is not null)
        {
            authenticate(builder.Services.AddAuthentication());
            builder.Services.AddAuthorization();
        }

        _app = builder.Build();
        var endpoint = _app.MapGet("/", static (HttpContext _) => Task.CompletedTask);
        if (authenticate is not null)
        {
            endpoint.RequireAuthorization();
        }

        _app.MapGet(OpenPath, static (HttpContext _) => Task.CompletedTask);
    }

    public IFeatureCollection Features { get; } = new FeatureCollection();

    /// <summary>Starts it, and waits until it takes the token.</summary>
    public async Task StartAsync()
    {
        await _app.StartAsync();
        for (var attempt = 0; await SendAsync() != StatusCodes.Status200OK; attempt++)
        {
            if (attempt == 200)
            {
                throw new InvalidOperationException($"It answers {await SendAsync()}.");
            }

            await Task.Delay(100);
        }
    }

    /// <summary>Ends it, and whatever it follows.</summary>
    public async Task EndAsync()
    {
        await _app.StopAsync();
        Dispose();
    }

    /// <summary>A request with the token, to the protected endpoint.</summary>
    public Task<int> SendAsync() => SendAsync("/", _authorization);

    /// <summary>A request without one, to an endpoint that is open.</summary>
    public Task<int> SendOpenAsync() => SendAsync(OpenPath, authorization: null);

    private async Task<int> SendAsync(string path, string? authorization)
    {
        var response = new HttpResponseFeature();
        IHeaderDictionary headers = new HeaderDictionary();
        if (authorization is not null)
        {
            headers.Authorization = authorization;
        }

        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature { Method = "GET", Path = path, Protocol = "HTTP/1.1", Scheme = "https", Headers = headers });
        features.Set<IHttpResponseFeature>(response);
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        await _serve!(features);
        return response.StatusCode;
    }

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        _serve = async features =>
        {
            var context = application.CreateContext(features);
            await application.ProcessRequestAsync(context);
            application.DisposeContext(context, exception: null);
        };
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => ((IDisposable)_app).Dispose();
}
