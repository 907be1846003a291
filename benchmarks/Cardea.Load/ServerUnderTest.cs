using System.Diagnostics;
using System.Security.Cryptography;
using Cardea.Testing;

namespace Cardea.Load;

/// <summary>A server process in an empty directory, and what it costs.</summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("cardea-load-");
    private readonly Process _process;

    private ServerUnderTest(Candidate candidate, string? connectionString, (string Name, string Value)[] settings)
    {
        Candidate = candidate;
        Address = new($"http://127.0.0.1:{LoopbackPort.FindFree()}");
        var start = new ProcessStartInfo(candidate.Program, [.. candidate.Arguments, "--urls", Address.ToString(), "--Logging:LogLevel:Default", "Warning", "--Logging:LogLevel:Microsoft", "Warning"])
        {
            WorkingDirectory = _directory.FullName,
            RedirectStandardOutput = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Cardea__Issuer"] = Address.GetLeftPart(UriPartial.Authority);
        if (connectionString is not null)
        {
            start.Environment[candidate.DatabaseSetting] = connectionString;
            start.Environment["Cardea__MasterKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        }

        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.BeginOutputReadLine();
    }

    public Candidate Candidate { get; }

    public Uri Address { get; }

    /// <summary>How long it took from the start of the process to the first answer.</summary>
    public TimeSpan TimeToFirstAnswer { get; private set; }

    /// <summary>Processor time spent so far, user and kernel.</summary>
    public TimeSpan Processor => Load.Processor.Of(_process.Id);

    /// <summary>Resident memory, in bytes.</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <param name="candidate">What to start.</param>
    /// <param name="connectionString">Its database; <see langword="null"/> for the embedded one.</param>
    /// <param name="settings">Environment variables.</param>
    public static async Task<ServerUnderTest> StartAsync(Candidate candidate, string? connectionString = null, params (string Name, string Value)[] settings)
    {
        var watch = Stopwatch.StartNew();
        var server = new ServerUnderTest(candidate, connectionString, settings);
        using var client = new HttpClient { BaseAddress = server.Address };
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri("/health/live", UriKind.Relative));
                server.TimeToFirstAnswer = watch.Elapsed;
                return server;
            }
            catch (HttpRequestException) when (!server._process.HasExited)
            {
                await Task.Delay(1);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _directory.Delete(recursive: true);
    }
}
