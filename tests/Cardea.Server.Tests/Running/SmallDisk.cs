using System.Diagnostics;

namespace Cardea.Server.Tests.Running;

/// <summary>A real file system that is soon full, with a database on it.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const string Size = "48m";

    private readonly TemporaryDirectory _directory = new();
    private readonly PostgreSqlStore _store;

    private SmallDisk(PostgreSqlStore store) => _store = store;

    private string Tablespace => $"small_{_store.Name}";

    private string Filler => _directory.PathOf("filler");

    /// <summary>Moves the database of a store to such a disk; skips where mounting is not allowed.</summary>
    public static async Task<SmallDisk> MountAsync(PostgreSqlStore store)
    {
        var disk = new SmallDisk(store);
        var mounted = Environment.IsPrivilegedProcess
            && await RunAsync("mount", "-t", "tmpfs", "-o", $"size={Size},mode=0700,uid=postgres", "tmpfs", disk._directory.FullName) == 0;
        if (!mounted)
        {
            disk._directory.Dispose();
            Assert.Skip("A small disk can't be mounted here.");
        }

        await store.Cluster.ExecuteAsync(
            "postgres",
            $"CREATE TABLESPACE {disk.Tablespace} LOCATION '{disk._directory.FullName}'",
            $"ALTER DATABASE {store.Name} SET TABLESPACE {disk.Tablespace}");
        return disk;
    }

    /// <summary>Leaves no room on it.</summary>
    public void Fill()
    {
        using var filler = File.Create(Filler, bufferSize: 1);
        try
        {
            while (true)
            {
                filler.Write(new byte[4096]);
            }
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    /// <summary>Makes room.</summary>
    public void Empty() => File.Delete(Filler);

    public async ValueTask DisposeAsync()
    {
        await _store.Cluster.ExecuteAsync("postgres", $"DROP DATABASE {_store.Name} WITH (FORCE)", $"DROP TABLESPACE {Tablespace}");
        await RunAsync("umount", _directory.FullName);
        _directory.Dispose();
    }

    private static async Task<int> RunAsync(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
