using Cardea.TestSupport;

namespace Cardea.Server.Tests.Running;

/// <summary>A real server in a process of its own, on a data directory that outlives it.</summary>
internal sealed class CardeaProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ProgramRun _run;

    private CardeaProcess(ProgramRun run, Uri address)
    {
        _run = run;
        Http = new HttpClient { BaseAddress = address };
    }

    /// <summary>The program: built by the solution, or the native one that the variable names.</summary>
    public static string Program { get; } =
        Environment.GetEnvironmentVariable("CARDEA_PROGRAM") ?? Repository.Program("src", "Cardea.Server", "Cardea.Server");

    public HttpClient Http { get; }

    public Uri Address => Http.BaseAddress!;

    public string Log => _run.Output + _run.Errors;

    public int Id => _run.Id;

    public static Task<CardeaProcess> StartAsync(string directory, params (string Name, string Value)[] settings) =>
        StartAsync(directory, new Uri($"http://127.0.0.1:{LoopbackPort.FindFree()}"), settings);

    /// <summary>Starts it where one was before.</summary>
    public static async Task<CardeaProcess> StartAsync(string directory, Uri address, params (string Name, string Value)[] settings)
    {
        var run = Run(directory, ["serve", "--urls", address.ToString()], settings);
        var server = new CardeaProcess(run, address);
        await server.WaitUntilReadyAsync();
        return server;
    }

    /// <summary>Runs a command of the program to its end.</summary>
    public static ProgramRun Run(string directory, string[] arguments, params (string Name, string Value)[] settings) =>
        new(
            Program,
            arguments,
            directory,
            [
                new("ASPNETCORE_ENVIRONMENT", "Development"),
                new("DATABASE_URL", null),

                // All tests come from one address.
                new("Cardea__Attempts__SignIns", "100000"),
                new("Cardea__Attempts__Registrations", "100000"),
                .. settings.Select(static setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)),
            ]);

    /// <summary>A client of its own, with its own connections.</summary>
    public AuthClient NewClient() => new(Address);

    public Task KillAsync() => _run.KillAsync();

    public Task<int> TerminateAsync() => _run.TerminateAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _run.DisposeAsync();
    }

    private async Task WaitUntilReadyAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            Assert.False(_run.HasExited, $"The server stopped: {Log}");
            try
            {
                using var response = await Http.GetAsync(new Uri("/health/ready", UriKind.Relative), patience.Token);
                if (response.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
        }
    }
}
