using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Cardea.TestSupport;

/// <summary>
/// A PgBouncer of the tests' own before a server, gone with them. In transaction mode, and with fewer connections to the
/// server than it has clients: each transaction gets another one.
/// </summary>
public sealed class PgBouncer : IAsyncDisposable
{
    private static readonly string? Program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Append("/usr/sbin")
        .Select(static folder => Path.Combine(folder, "pgbouncer"))
        .FirstOrDefault(File.Exists);

    private readonly int _port;
    private readonly Process _process;

    private PgBouncer(int port, Process process) => (_port, _process) = (port, process);

    /// <summary>Whether this machine has one.</summary>
    public static bool Exists => Program is not null;

    /// <summary>Starts one before a server; all its clients are <see cref="PostgreSqlCluster.User"/> there.</summary>
    public static async Task<PgBouncer> StartAsync(PostgreSqlCluster cluster, int poolSize = 5)
    {
        var server = new NpgsqlConnectionStringBuilder(cluster.ConnectionString("postgres"));
        var directory = Path.Combine(Path.GetTempPath(), $"cardea-{Path.GetRandomFileName()}");
        var configuration = Path.Combine(directory, "pgbouncer.ini");
        var port = LoopbackPort.FindFree();
        await PostgreSqlPrograms.WriteAsync(
            configuration,
            $"""
            [databases]
            * = host={server.Host} port={server.Port} user={PostgreSqlCluster.User}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = any
            pool_mode = transaction
            default_pool_size = {poolSize}
            max_client_conn = 1000
            """);
        var bouncer = new PgBouncer(
            port, PostgreSqlPrograms.Keep("TERM", directory, Program ?? throw new InvalidOperationException("There is no PgBouncer."), configuration));
        while (!await bouncer.ListensAsync())
        {
            if (bouncer._process.HasExited)
            {
                throw new InvalidOperationException("PgBouncer does not start.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        return bouncer;
    }

    /// <summary>Opens a database through it.</summary>
    public string ConnectionString(string database) => $"Host=127.0.0.1;Port={_port};Username={PostgreSqlCluster.User};Database={database}";

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<bool> ListensAsync()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
