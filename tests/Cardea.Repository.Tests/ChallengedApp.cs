using Cardea.AspNetCore.Challenges;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cardea.Repository.Tests;

/// <summary>An app in this process with small limits, and a challenge whose answer is known.</summary>
internal sealed class ChallengedApp : IAsyncDisposable
{
    public const string RightAnswer = "I am a person";
    public const int PerAccount = 3;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("cardea-");
    private readonly WebApplication _app;

    private ChallengedApp(int perNetwork, bool isRegistered)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddCardea(options =>
        {
            (options.Issuer, options.Audience) = (EmbeddedApp.Issuer, EmbeddedApp.Audience);
            (options.Attempts.PerAccount, options.Attempts.PerNetwork) = (PerAccount, perNetwork);
            (options.Attempts.Registrations, options.Attempts.SignIns) = (2, 2);
        }).AddSqlite($"Data Source={Path.Combine(_directory.FullName, "cardea.db")}");
        if (isRegistered)
        {
            builder.Services.AddSingleton<IChallenge>(Challenge);
        }

        _app = builder.Build();
        _app.MapGroup("/x").MapCardea();
    }

    public KnownChallenge Challenge { get; } = new();

    public HttpClient Http { get; } = new(new SocketsHttpHandler { UseCookies = false });

    public static async Task<ChallengedApp> StartAsync(int perNetwork = 1000, bool isRegistered = true)
    {
        var app = new ChallengedApp(perNetwork, isRegistered);
        await app._app.StartAsync(TestContext.Current.CancellationToken);
        app.Http.BaseAddress = new(app._app.Urls.Single());
        return app;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    /// <summary>A challenge that takes one answer.</summary>
    internal sealed class KnownChallenge : IChallenge
    {
        public List<ChallengeAnswer> Asked { get; } = [];

        public Task<bool> IsSolvedAsync(ChallengeAnswer answer, CancellationToken cancellationToken)
        {
            Asked.Add(answer);
            return Task.FromResult(answer.Text == RightAnswer);
        }
    }
}
