using System.Diagnostics;
using System.Security.Cryptography;
using Cardea.TestSupport;

namespace Cardea.Load;

/// <summary>A server process in an empty directory, and what it costs.</summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("cardea-load-");
    private readonly List<(string Name, string Value)> _settings = [];
    private readonly Process _process;

    private ServerUnderTest(Candidate candidate, string? connectionString, (string Name, string Value)[] settings)
    {
        Candidate = candidate;
        Address = new($"http://127.0.0.1:{LoopbackPort.FindFree()}");
        _settings.AddRange([("ASPNETCORE_ENVIRONMENT", "Production"), ("Cardea__Issuer", Address.GetLeftPart(UriPartial.Authority))]);
        if (connectionString is not null)
        {
            _settings.AddRange([(candidate.DatabaseSetting, connectionString), ("Cardea__MasterKey", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)))]);
        }

        // All clients come from one address.
        _settings.AddRange([("Cardea__Attempts__SignIns", "1000000"), ("Cardea__Attempts__Registrations", "1000000")]);
        _settings.AddRange(settings);
        _process = Start([.. candidate.Arguments, "--urls", Address.ToString(), "--Logging:LogLevel:Default", "Warning", "--Logging:LogLevel:Microsoft", "Warning"]);
    }

    public Candidate Candidate { get; }

    public Uri Address { get; }

    /// <summary>The file of its embedded database.</summary>
    public string EmbeddedDatabase => Path.Combine(_directory.FullName, "data", "cardea.db");

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

    /// <summary>Runs a command of the program beside it.</summary>
    public async Task RunAsync(params string[] arguments)
    {
        using var command = Start(arguments);
        await command.WaitForExitAsync();
        if (command.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', arguments)} failed.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _directory.Delete(recursive: true);
    }

    private Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo(Candidate.Program, arguments) { WorkingDirectory = _directory.FullName, RedirectStandardOutput = true };
        foreach (var (name, value) in _settings)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        return process;
    }
}
