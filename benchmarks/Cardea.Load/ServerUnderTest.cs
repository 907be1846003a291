using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Cardea.Load;

/// <summary>A server process on a fresh embedded database, and what it costs.</summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
    // USER_HZ of Linux, which /proc counts in.
    private const double TicksPerSecond = 100;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("cardea-load-");
    private readonly Process _process;

    private ServerUnderTest(string program)
    {
        Address = new($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo(program, ["serve", "--urls", Address.ToString(), "--Logging:LogLevel:Default", "Warning"])
        {
            WorkingDirectory = _directory.FullName,
            RedirectStandardOutput = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        _process = Process.Start(start)!;
        _process.BeginOutputReadLine();
    }

    public static string Built { get; } = FindBuilt();

    public Uri Address { get; }

    /// <summary>How long it took from the start of the process to the first answer of 200.</summary>
    public TimeSpan TimeToFirstAnswer { get; private set; }

    /// <summary>Processor time spent so far, user and kernel.</summary>
    public TimeSpan Processor
    {
        get
        {
            var fields = File.ReadAllText($"/proc/{_process.Id}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return TimeSpan.FromSeconds(fields[11..13].Sum(static ticks => long.Parse(ticks, CultureInfo.InvariantCulture)) / TicksPerSecond);
        }
    }

    /// <summary>Resident memory, in bytes.</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public static async Task<ServerUnderTest> StartAsync(string program)
    {
        var watch = Stopwatch.StartNew();
        var server = new ServerUnderTest(program);
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

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string FindBuilt()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var root = output;
        while (!File.Exists(Path.Combine(root.FullName, "Cardea.slnx")))
        {
            root = root.Parent ?? throw new InvalidOperationException("Run it inside the repository, or name a server with --program.");
        }

        return Path.Combine(root.FullName, "src", "Cardea.Server", "bin", output.Parent!.Name, output.Name, "Cardea.Server");
    }
}
