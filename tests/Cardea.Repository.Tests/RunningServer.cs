using Cardea.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.Repository.Tests;

/// <summary>The server in this process, for what it says of itself.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    /// <summary>The secret of a resource API, for tests that configure one.</summary>
    public const string ApiSecret = "a secret of more than thirty-two characters";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("cardea-");
    private readonly WebApplication _app;

    private RunningServer((string Key, string Value)[] settings) => _app = CardeaApplication.Build(
        [],
        [.. settings,
        ("urls", "http://127.0.0.1:0"),
        ("Cardea:Issuer", "https://id.example.org"),
        ("ConnectionStrings:Cardea", $"Data Source={Path.Combine(_directory.FullName, "cardea.db")}"),
        ("Logging:LogLevel:Default", "Warning")]);

    public static async Task<RunningServer> StartAsync(params (string Key, string Value)[] settings)
    {
        var server = new RunningServer(settings);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>What it has mapped.</summary>
    public IReadOnlyList<Endpoint> Endpoints => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    public IServiceProvider Services => _app.Services;

    public Uri Address => new(_app.Urls.First());

    public async Task<string> GetAsync(string path)
    {
        using var client = new HttpClient { BaseAddress = new(_app.Urls.First()) };
        return await client.GetStringAsync(new Uri(path, UriKind.Relative));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _directory.Delete(recursive: true);
    }
}
