using System.Diagnostics;
using System.Globalization;

namespace Cardea.Stores.Tests.Contract;

/// <summary>A <see cref="StoreProcess"/>, from outside. It is killed when the test is done with it.</summary>
public sealed class OtherProcess : IDisposable
{
    private static readonly string Program =
        Path.Combine(AppContext.BaseDirectory, typeof(OtherProcess).Assembly.GetName().Name!);

    private readonly Process _process;

    private OtherProcess(Process process) => _process = process;

    /// <summary>How many migrations it applied.</summary>
    public int Migrations { get; private set; }

    public static Task<OtherProcess> StartAsync(string connectionString, CancellationToken cancellationToken) =>
        StartAsync(new ProcessStartInfo(Program, [StoreProcess.Verb, connectionString]), cancellationToken);

    /// <summary>Starts it so that no file it writes can exceed so many blocks of 512 bytes: its disk is soon full.</summary>
    public static Task<OtherProcess> StartWithoutRoomAsync(string connectionString, int blocks, CancellationToken cancellationToken)
    {
        var limit = $"trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"";
        var start = new ProcessStartInfo("/bin/sh", ["-c", limit, Program, StoreProcess.Verb, connectionString]);

        // Its executable memory would be a file, and under the limit as well.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return StartAsync(start, cancellationToken);
    }

    public async Task<string?> AskAsync(string line, CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync(line.AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
        return await ReadAsync(cancellationToken);
    }

    /// <summary>The next line it said; <see langword="null"/> when it is gone.</summary>
    public async Task<string?> ReadAsync(CancellationToken cancellationToken) =>
        await _process.StandardOutput.ReadLineAsync(cancellationToken);

    /// <summary>Ends it with SIGKILL.</summary>
    public void Kill() => _process.Kill();

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static async Task<OtherProcess> StartAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        var other = new OtherProcess(Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} does not start."));
        other.Migrations = int.Parse(await other.ReadAsync(cancellationToken) ?? "", CultureInfo.InvariantCulture);
        return other;
    }
}
