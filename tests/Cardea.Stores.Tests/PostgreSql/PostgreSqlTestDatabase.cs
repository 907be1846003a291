using System.Data.Common;
using Cardea.Stores.Tests.Contract;
using Cardea.TestSupport;
using Cardea.Tokens;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Cardea.Stores.Tests.PostgreSql;

/// <summary>A database on the server that all tests share, cloned from one that was migrated once.</summary>
public class PostgreSqlTestDatabase : TestDatabase
{
    private const string Template = "migrated";

    // Of all that a test may lose. Each is one transaction: nobody sees it half done.
    private static readonly string[] Copying =
    [
        "CREATE SCHEMA saved",
        "CREATE TABLE saved.sessions (LIKE cardea.sessions)",
        "CREATE TABLE saved.revocations (LIKE cardea.revocations)",
        "CREATE TABLE saved.users (LIKE cardea.users)",
        """
        CREATE FUNCTION saved.save() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
            DELETE FROM saved.sessions;
            DELETE FROM saved.revocations;
            DELETE FROM saved.users;
            INSERT INTO saved.sessions TABLE cardea.sessions;
            INSERT INTO saved.revocations TABLE cardea.revocations;
            INSERT INTO saved.users TABLE cardea.users;
        END $$
        """,
        """
        CREATE FUNCTION saved.fall_back() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
            DELETE FROM cardea.sessions;
            DELETE FROM cardea.revocations;
            DELETE FROM cardea.users;
            INSERT INTO cardea.sessions TABLE saved.sessions;
            INSERT INTO cardea.revocations TABLE saved.revocations;
            INSERT INTO cardea.users TABLE saved.users;
        END $$
        """,
    ];

    protected static readonly Lazy<Task<PostgreSqlCluster>> Shared = new(StartAsync);

    private NpgsqlDataSource? _superuser;

    public string Name { get; } = $"test_{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";

    public PostgreSqlCluster Cluster { get; private set; } = null!;

    public override string ConnectionString => Cluster.ConnectionString(Name);

    /// <summary>The database it is cloned from.</summary>
    protected virtual string Origin => Template;

    public override async Task CreateAsync()
    {
        Assert.SkipUnless(PostgreSqlPrograms.Exist || Environment.GetEnvironmentVariable("CI") == "true", "There is no PostgreSQL 15 or newer here.");
        Cluster = await FindClusterAsync();
        await Cluster.ExecuteAsync("postgres", $"CREATE DATABASE {Name} OWNER {PostgreSqlCluster.User} TEMPLATE {Origin} STRATEGY file_copy");
    }

    /// <summary>The server it is made on.</summary>
    protected virtual Task<PostgreSqlCluster> FindClusterAsync() => Shared.Value;

    /// <summary>The database, for a superuser.</summary>
    public NpgsqlDataSource Superuser => _superuser ??= Cluster.Open(Name);

    /// <summary>Runs a statement as superuser.</summary>
    public async Task ExecuteAsync(string statement)
    {
        await using var command = Superuser.CreateCommand(statement);
        await command.ExecuteNonQueryAsync();
    }

    public override Task SaveAsync() => ExecuteAsync("SELECT saved.save()");

    public override Task FallBackAsync() => ExecuteAsync("SELECT saved.fall_back()");

    public override async Task RefuseInsertsAsync(string table)
    {
        await ExecuteAsync(
            $"CREATE FUNCTION refuse_{table}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION USING ERRCODE = ''disk_full''; END'");
        await ExecuteAsync($"CREATE TRIGGER refuse BEFORE INSERT ON cardea.{table} FOR EACH ROW EXECUTE FUNCTION refuse_{table}()");
    }

    public override Task AllowInsertsAsync(string table) => ExecuteAsync($"DROP FUNCTION refuse_{table}() CASCADE");

    protected override async Task<DbConnection> OpenAsync() => await Superuser.OpenConnectionAsync();

    protected override void WriteSelect(DbCommand command) => command.CommandText =
        "SELECT generation, parent, proved, recalls, rotated_at, auth_time FROM cardea.sessions WHERE id = @id";

    protected override object Bind(SessionId id) => id.Value;

    protected override DateTimeOffset ReadTime(DbDataReader row, int column) => row.GetFieldValue<DateTimeOffset>(column);

    public override async ValueTask DisposeAsync()
    {
        if (_superuser is not null)
        {
            await _superuser.DisposeAsync();
        }

        if (Cluster is not null)
        {
            await LeaveAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Leaves the server as it was.</summary>
    protected virtual Task LeaveAsync() => Cluster.ExecuteAsync("postgres", $"DROP DATABASE {Name} WITH (FORCE)");

    /// <summary>Stops the server, if a test started it.</summary>
    public static async ValueTask StopAsync()
    {
        if (Shared is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await Shared.Value).DisposeAsync();
        }
    }

    private static async Task<PostgreSqlCluster> StartAsync()
    {
        var cluster = await PostgreSqlCluster.StartAsync();
        await cluster.ExecuteAsync("postgres", $"CREATE DATABASE {Template} OWNER {PostgreSqlCluster.User}");
        await using var node = new Node(cluster.ConnectionString(Template), new(), new FakeTimeProvider(StoreProcess.Start));
        await node.Schema.MigrateAsync(CancellationToken.None);
        await cluster.ExecuteAsync(Template, Copying);
        return cluster;
    }
}
