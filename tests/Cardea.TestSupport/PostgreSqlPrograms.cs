using System.Diagnostics;

namespace Cardea.TestSupport;

/// <summary>The programs of a PostgreSQL server, version 15 or newer, where this machine has one.</summary>
public static class PostgreSqlPrograms
{
    private const int OldestServer = 15;
    private const string DebianFolder = "/usr/lib/postgresql";

    private static readonly string[] Needed = ["initdb", "postgres", "pg_ctl", "pg_basebackup"];

    private static readonly string? Folder = Find();

    /// <summary>Whether there is one.</summary>
    public static bool Exist => Folder is not null;

    /// <summary>Whether they come with an extension, which the server loads when it starts.</summary>
    public static bool Have(string extension) =>
        Folder is not null
        && new FileInfo(In("postgres")) is var server
        && File.Exists(Path.Combine((server.ResolveLinkTarget(returnFinalTarget: true) ?? server).FullName, "..", "..", "lib", $"{extension}.so"));

    /// <summary>Runs a program to its end.</summary>
    public static Task RunAsync(string program, params string[] arguments) => RunAsync("exec \"$0\" \"$@\" 2>&1", "", [In(program), .. arguments]);

    /// <summary>Writes a file that only the server can read, in a directory of its own if there is none yet.</summary>
    public static Task WriteAsync(string file, string content) => RunAsync("umask 077; mkdir -p \"$(dirname \"$0\")\"; cat > \"$0\"", content, file);

    /// <summary>Starts a server. It is killed, and its files removed, when the process's input ends: at the latest with the tests.</summary>
    public static Process Serve(string directory, params string[] arguments) => Keep("QUIT", directory, [In("postgres"), .. arguments]);

    /// <summary>Starts any program in the same way.</summary>
    /// <param name="signal">What ends it at once.</param>
    /// <param name="directory">Its files.</param>
    /// <param name="command">The program and its arguments.</param>
    public static Process Keep(string signal, string directory, params string[] command) =>
        Start($"\"$0\" \"$@\" > \"$PGDATA/log\" 2>&1 & read end; kill -{signal} $! 2> /dev/null; wait; rm -rf \"$PGDATA\"", directory, command);

    /// <summary>Sends a signal to processes of the server.</summary>
    public static Task SignalAsync(string signal, IEnumerable<int> processes) => RunAsync("kill \"$@\"", "", ["kill", $"-{signal}", .. processes.Select(static process => $"{process}")]);

    private static async Task RunAsync(string script, string input, params string[] arguments)
    {
        using var process = Start(script, "", arguments);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{arguments[0]} failed with {process.ExitCode}: {said}");
        }
    }

    // PostgreSQL refuses to run as root, as the tests in a container do: then everything is done by the user postgres.
    private static Process Start(string script, string directory, string[] arguments)
    {
        string[] command = ["/bin/sh", "-c", script, .. arguments];
        var start = Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", .. command])
            : new ProcessStartInfo(command[0], command[1..]);
        start.WorkingDirectory = Path.GetTempPath();
        start.RedirectStandardInput = start.RedirectStandardOutput = true;
        start.Environment["PGDATA"] = directory;
        return Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} does not start.");
    }

    private static string In(string program) =>
        Path.Combine(Folder ?? throw new InvalidOperationException("There is no PostgreSQL 15 or newer."), program);

    private static string? Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Concat(Directory.Exists(DebianFolder) ? Directory.GetDirectories(DebianFolder).Select(static version => Path.Combine(version, "bin")) : [])
            .Where(static folder => Needed.All(program => File.Exists(Path.Combine(folder, program))))
            .Select(static folder => (Folder: folder, Version: VersionIn(folder)))
            .Where(static found => found.Version >= OldestServer)
            .MaxBy(static found => found.Version)
            .Folder;

    // It says "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)".
    private static int VersionIn(string folder)
    {
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(folder, "postgres"), "--version") { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("postgres does not start.");
        var words = process.StandardOutput.ReadToEnd().Split(' ', '.');
        return words.Length > 2 && int.TryParse(words[2], out var version) ? version : 0;
    }
}
