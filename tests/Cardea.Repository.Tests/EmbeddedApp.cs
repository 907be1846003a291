using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cardea.Repository.Tests;

/// <summary>An app in this process that maps Cardea below <c>/x</c>, and has routes of its own.</summary>
public sealed class EmbeddedApp : IAsyncLifetime
{
    public const string Issuer = "https://id.example.org/x";
    public const string Audience = "https://api.example.org";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("cardea-");
    private readonly WebApplication _app;
    private readonly SocketsHttpHandler _handler = new() { AllowAutoRedirect = false, UseCookies = false };
    private HttpClient? _http;

    public EmbeddedApp()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddCardea(static options => (options.Issuer, options.Audience) = (Issuer, Audience))
            .AddSqlite($"Data Source={Path.Combine(_directory.FullName, "cardea.db")}")
            .AddPages();
        _app = builder.Build();
        _app.MapGroup("/x").MapCardea();
        _app.MapGroup("/x").MapCardeaPages();
        _app.MapGet("/x/auth/notes", static () => "notes").RequireAuthorization();
        _app.MapGet("/notes", static () => "notes").RequireAuthorization();
        _app.MapPost("/auth/own", RefuseAsync);
        _app.MapPost("/x/auth/own", RefuseAsync);
    }

    public HttpClient Http => _http ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync()
    {
        await _app.StartAsync(TestContext.Current.CancellationToken);
        _http = new(_handler, disposeHandler: false) { BaseAddress = new(_app.Urls.Single()) };
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        _handler.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    // Reads the body, so that a limit would show.
    private static async Task RefuseAsync(HttpContext context)
    {
        await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
    }
}
