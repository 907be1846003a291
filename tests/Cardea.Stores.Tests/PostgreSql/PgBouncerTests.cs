using Cardea.Attempts;
using Cardea.Keys;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Stores.Tests.Contract;
using Cardea.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Cardea.Stores.Tests.PostgreSql;

/// <summary>A PgBouncer in transaction mode is noticed: nothing is kept in its connections, and what it can't do is said.</summary>
public sealed class PgBouncerTests : StoreTests<PgBouncerTestDatabase>
{
    [Fact]
    public async Task Nothing_is_left_behind_in_the_connection_that_everybody_shares()
    {
        await using var bouncer = await PgBouncer.StartAsync(Database.Cluster, poolSize: 1);
        await using var node = new Node(bouncer.ConnectionString(Database.Name), Options, Clock);
        var session = NewSession(Alice);
        await node.Sessions.CreateAsync(session, Stop);
        Assert.IsType<RotationOutcome.Rotated>(await node.Rotations.RotateAsync(session.FirstToken, Stop));
        Assert.IsType<RotationOutcome.Repeated>(await node.Rotations.RotateAsync(session.FirstToken, Stop));
        await node.Sessions.EndAllAsync(Alice, except: null, EndReason.LoggedOut, Stop);
        await node.Keys.AddAsync(new("0", KeyPurpose.AccessToken, new byte[] { 1 }, Clock.GetUtcNow(), Clock.GetUtcNow(), TimeSpan.Zero), newest: null, TimeSpan.Zero, Stop);
        await node.Sweeper.SweepAsync(TimeSpan.FromMinutes(1), Stop);
        await node.Attempts.ReserveAsync([new(AttemptKey.OfMail("alice@example.org"), 1, TimeSpan.FromMinutes(15))], guess: null, Stop);

        await using var everybody = NpgsqlDataSource.Create(bouncer.ConnectionString(Database.Name));
        await using var command = everybody.CreateCommand(
            """
            SELECT (SELECT count(*) FROM pg_prepared_statements), (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()),
                   current_setting('synchronous_commit'), current_setting('lock_timeout')
            """);
        await using var rows = await command.ExecuteReaderAsync(Stop);
        Assert.True(await rows.ReadAsync(Stop));
        Assert.Equal((0, 0, "on", "0"), (rows.GetInt64(0), rows.GetInt64(1), rows.GetString(2), rows.GetString(3)));
    }

    [Fact]
    public async Task Whoever_waits_for_too_long_is_told_so_without_any_setting()
    {
        var user = await AddUserAsync(Alice);
        await using var connection = await Database.Superuser.OpenConnectionAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT FROM cardea.users FOR UPDATE";
        await command.ExecuteNonQueryAsync(Stop);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => Node.Sessions.CreateAsync(NewSession(Alice, user.SecurityStamp), Stop));

        await transaction.RollbackAsync(Stop);
        Assert.IsType<SessionCreation.Created>(await Node.Sessions.CreateAsync(NewSession(Alice, user.SecurityStamp), Stop));
        Assert.Single(await Node.Sessions.ListAsync(Alice, Stop));
    }

    [Fact]
    public async Task What_to_set_on_the_role_is_said_until_it_is_set()
    {
        var through = Database.ConnectionString;

        Assert.Contains("ALTER ROLE \"cardea\" SET statement_timeout = '2s'", Assert.Single(await ListenAsync(through)), StringComparison.Ordinal);
        Assert.Empty(await ListenAsync(Database.Cluster.ConnectionString(Database.Name)));

        await Database.ExecuteAsync($"ALTER ROLE cardea IN DATABASE {Database.Name} SET statement_timeout = '2s'");
        await using var bouncer = await PgBouncer.StartAsync(Database.Cluster);
        Assert.Empty(await ListenAsync(bouncer.ConnectionString(Database.Name)));
    }

    [Fact]
    public async Task Options_that_it_refuses_are_said()
    {
        await using var node = new Node($"{Database.ConnectionString};Options=-c work_mem=8MB", Options, Clock);

        var failure = await Assert.ThrowsAsync<SetupException>(() => node.Schema.MigrateAsync(Stop));

        Assert.Contains("leave out Options", failure.Message, StringComparison.Ordinal);
    }

    private async Task<List<string>> ListenAsync(string connectionString)
    {
        var lines = new List<string>();
        var cardea = new CardeaBuilder(new ServiceCollection()
            .AddSingleton(Options)
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton(lines)
            .AddSingleton(typeof(ILogger<>), typeof(LineLogger<>)));
        await using var services = cardea.AddPostgreSql(connectionString).Services.BuildServiceProvider();
        await services.GetRequiredService<ISessionStore>().ListAsync(Alice, Stop);
        return lines;
    }

    private sealed class LineLogger<T>(List<string> lines) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Add(formatter(state, exception));
    }
}
