using Cardea.Validation.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Cardea.Client.Tests.Running;

/// <summary>An app with a client, in one process. Another app on the same store is the app after a restart, or another process.</summary>
internal sealed class App : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public App(World world, ITokenStore? store, TimeProvider? clock = null, Action<CardeaTokensOptions>? tokens = null)
    {
        Store = store;
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Information));
        services.AddSingleton(clock ?? Clock);
        var client = services.AddCardeaClient(static options => (options.Issuer, options.Device) = (World.Issuer, "test"));
        if (store is not null)
        {
            client.StoreIn(store);
        }

        client.Issuer.ConfigurePrimaryHttpMessageHandler(world.NewHandler);
        services.AddHttpClient("api", static http => http.BaseAddress = new("https://api.test"))
            .AddCardeaTokens(tokens)
            .ConfigurePrimaryHttpMessageHandler(world.NewHandler);
        _services = services.BuildServiceProvider();
        Http = _services.GetRequiredService<IHttpClientFactory>().CreateClient("api");
    }

    public FakeTimeProvider Clock { get; } = new(new(2026, 11, 28, 0, 0, 0, TimeSpan.Zero));

    public RecordedLog Log { get; } = new();

    public ITokenStore? Store { get; }

    public HttpClient Http { get; }

    public CardeaClient Client => _services.GetRequiredService<CardeaClient>();

    public CardeaClientFactory Factory => _services.GetRequiredService<CardeaClientFactory>();

    public T Service<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>An app whose user signed in before it started.</summary>
    public static async Task<App> SignedInAsync(World world, ITokenStore? store = null, Action<CardeaTokensOptions>? tokens = null)
    {
        var app = new App(world, store ?? new InMemoryTokenStore(), tokens: tokens);
        Assert.True(await app.Store!.ReplaceAsync(null, world.Begin(), TestContext.Current.CancellationToken));
        return app;
    }

    public async Task<StoredTokens?> StoredAsync() => await Store!.ReadAsync(TestContext.Current.CancellationToken);

    public Task<string> GetAsync() => Http.GetStringAsync(new Uri("/notes", UriKind.Relative), TestContext.Current.CancellationToken);

    public async Task<int> StatusAsync(HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(content is null ? HttpMethod.Get : HttpMethod.Post, new Uri("/notes", UriKind.Relative)) { Content = content };
        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _services.DisposeAsync();
    }
}
