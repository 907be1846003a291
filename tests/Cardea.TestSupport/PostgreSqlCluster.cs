using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Npgsql;

namespace Cardea.TestSupport;

/// <summary>
/// A PostgreSQL server of the tests' own, gone with them. It keeps its files in memory where the system has such a place, and
/// does not sync them, unless durability is what is tested.
/// </summary>
public sealed class PostgreSqlCluster : IAsyncDisposable
{
    /// <summary>Who Cardea signs in as: owns its databases, and is no superuser.</summary>
    public const string User = "cardea";

    /// <summary>Asked for over TCP, not over the socket.</summary>
    public const string Password = "p@ss:w/rd 100%";

    private const string SharedMemory = "/dev/shm";

    private readonly List<Process> _servers = [];
    private readonly bool _isSynced;
    private readonly string[] _settings;
    private readonly string _directory;

    private PostgreSqlCluster(bool isSynced, params string[] settings)
    {
        _isSynced = isSynced;
        _settings = settings;
        _directory = Path.Combine(
            !isSynced && Directory.Exists(SharedMemory) ? SharedMemory : Path.GetTempPath(), $"cardea-{Path.GetRandomFileName()}");
    }

    /// <summary>Where it listens, on the loopback address and as the name of its socket.</summary>
    public int Port { get; private set; }

    /// <summary>Its certificate, made out to localhost.</summary>
    public string CertificateFile => Path.Combine(_directory, "server.crt");

    /// <summary>Makes a server and starts it, with settings such as <c>shared_preload_libraries=pg_cron</c>.</summary>
    public static async Task<PostgreSqlCluster> StartAsync(bool isSynced = false, params string[] settings)
    {
        var cluster = new PostgreSqlCluster(isSynced, settings);
        await PostgreSqlPrograms.RunAsync(
            "initdb", "-D", cluster._directory, "-U", "postgres", "-E", "UTF8", "--no-locale", "--no-sync", "--auth-local=trust", "--auth-host=scram-sha-256");
        await cluster.WriteCertificateAsync();
        await cluster.StartServerAsync();
        await cluster.ExecuteAsync("postgres", $"CREATE ROLE {User} LOGIN PASSWORD '{Password}'");
        return cluster;
    }

    /// <summary>Makes another server that follows this one and answers reads: an asynchronous standby, named <c>standby</c>.</summary>
    public async Task<PostgreSqlCluster> StartStandbyAsync()
    {
        var standby = new PostgreSqlCluster(_isSynced);
        await PostgreSqlPrograms.RunAsync(
            "pg_basebackup", "-D", standby._directory, "-d", $"host={_directory} port={Port} user=postgres application_name=standby", "-R", "-c", "fast", "--no-sync");
        await standby.StartServerAsync();
        return standby;
    }

    /// <summary>Cuts a standby off its primary: what that one commits from now on does not come over.</summary>
    public async Task CutOffAsync()
    {
        await ExecuteAsync("postgres", "ALTER SYSTEM SET primary_conninfo = ''", "SELECT pg_reload_conf()");
        while (await AskAsync("SELECT EXISTS (SELECT FROM pg_stat_wal_receiver)"))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    /// <summary>Makes a standby the primary.</summary>
    public Task PromoteAsync() => ExecuteAsync("postgres", "SELECT pg_promote()");

    /// <summary>Opens a database over the socket.</summary>
    public string ConnectionString(string database, string user = User) =>
        $"Host={_directory};Port={Port};Username={user};Database={database};SSL Mode=Disable";

    /// <summary>Starts the server, again after it was stopped.</summary>
    public async Task StartServerAsync()
    {
        Port = Port == 0 ? LoopbackPort.FindFree() : Port;
        _servers.Add(PostgreSqlPrograms.Serve(
            _directory,
            ["-p", $"{Port}", "-k", _directory, "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=400", "-c", "ssl=on",
            "-c", _isSynced ? "fsync=on" : "fsync=off", .. _settings.SelectMany(static setting => new[] { "-c", setting })]));
        while (!await AnswersAsync())
        {
            if (_servers[^1].HasExited)
            {
                throw new InvalidOperationException("PostgreSQL does not start.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    /// <summary>Stops the server as a crash does: what was not written is lost.</summary>
    public Task CrashAsync() => PostgreSqlPrograms.RunAsync("pg_ctl", "stop", "-w", "-D", _directory, "-m", "immediate");

    /// <summary>
    /// Kills one process that serves a connection. The server then crashes, and recovers by itself: what was not written is lost,
    /// and the postmaster stays the same.
    /// </summary>
    public async Task CrashBackendAsync()
    {
        var before = await FindCheckpointerAsync();
        await using (var opened = Open("postgres"))
        {
            await using var connection = await opened.OpenConnectionAsync();
            await PostgreSqlPrograms.SignalAsync("KILL", [connection.ProcessID]);
        }

        while (await FindCheckpointerAsync() is var now && (now is null || now == before))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    /// <summary>Stops the server as an operator does who restarts it.</summary>
    public Task StopServerAsync() => PostgreSqlPrograms.RunAsync("pg_ctl", "stop", "-w", "-D", _directory, "-m", "fast");

    /// <summary>Makes the server a standby, and then the primary again: its history forks, as in a failover.</summary>
    public async Task FailOverAsync()
    {
        await DemoteAsync();
        await PromoteAsync();
    }

    /// <summary>Stops the server as a crash does, and starts it as a standby.</summary>
    public async Task DemoteAsync()
    {
        await CrashAsync();
        await PostgreSqlPrograms.WriteAsync(Path.Combine(_directory, "standby.signal"), "");
        await StartServerAsync();
    }

    /// <summary>Stops the server as a machine that hangs does: it takes connections, and says nothing more until disposed of.</summary>
    public async Task<IAsyncDisposable> HangAsync()
    {
        var processes = new List<int>();
        await using (var opened = Open("postgres"))
        {
            await using var command = opened.CreateCommand(
                "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() UNION ALL SELECT split_part(pg_read_file('postmaster.pid'), chr(10), 1)::int");
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                processes.Add(rows.GetInt32(0));
            }
        }

        await PostgreSqlPrograms.SignalAsync("STOP", processes);
        return new Hang(processes);
    }

    /// <summary>Opens a database as superuser.</summary>
    public NpgsqlDataSource Open(string database)
    {
        var builder = new NpgsqlDataSourceBuilder(ConnectionString(database, "postgres"));
        builder.ConfigureTypeLoading(static types => types.EnableTypeLoading(false));
        return builder.Build();
    }

    /// <summary>Runs statements as superuser, each a transaction.</summary>
    public async Task ExecuteAsync(string database, params string[] statements)
    {
        await using var opened = Open(database);
        foreach (var statement in statements)
        {
            await using var command = opened.CreateCommand(statement);
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>Asks something, as superuser.</summary>
    public async Task<bool> AskAsync(string question, string database = "postgres")
    {
        await using var opened = Open(database);
        await using var command = opened.CreateCommand(question);
        return await command.ExecuteScalarAsync() is true;
    }

    public async ValueTask DisposeAsync()
    {
        // The one that runs first: each removes the files when it has ended.
        foreach (var server in Enumerable.Reverse(_servers))
        {
            server.StandardInput.Close();
            await server.WaitForExitAsync();
            server.Dispose();
        }
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await ExecuteAsync("postgres", "SELECT");
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    // Another one after each recovery; none while the server recovers.
    private async Task<int?> FindCheckpointerAsync()
    {
        try
        {
            await using var opened = Open("postgres");
            await using var command = opened.CreateCommand("SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'");
            return await command.ExecuteScalarAsync() as int?;
        }
        catch (NpgsqlException)
        {
            return null;
        }
    }

    private async Task WriteCertificateAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        await PostgreSqlPrograms.WriteAsync(CertificateFile, certificate.ExportCertificatePem());
        await PostgreSqlPrograms.WriteAsync(Path.Combine(_directory, "server.key"), key.ExportPkcs8PrivateKeyPem());
    }

    private sealed class Hang(List<int> processes) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => new(PostgreSqlPrograms.SignalAsync("CONT", processes));
    }
}
