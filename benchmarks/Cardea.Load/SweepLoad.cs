using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Cardea.Audit;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Sweeping;
using Cardea.TestSupport;
using Cardea.Tokens;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Cardea.Load;

/// <summary>Sweeps many dead sessions, or expired rows, from PostgreSQL while others refresh.</summary>
internal sealed class SweepLoad : IAsyncDisposable
{
    private const int Workers = 16;
    private const int SessionsPerWorker = 100;
    private const int Live = 100_000;
    private const string Browser =
        "'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36'";

    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(20);

    private readonly ConcurrentBag<List<(long Sent, long Took)>> _refreshes = [];
    private readonly PostgreSqlCluster _cluster;
    private readonly NpgsqlDataSource _owner;
    private readonly ServiceProvider _services;
    private volatile bool _isOver;

    private SweepLoad(PostgreSqlCluster cluster, string connectionString)
    {
        _cluster = cluster;
        _owner = NpgsqlDataSource.Create($"{connectionString};Command Timeout=0");
        _services = Services(connectionString, TimeProvider.System);
    }

    /// <summary>Fills that many partitions with sessions that are past their end, evenly, and sweeps them.</summary>
    public static async Task RunAsync(long dead, int partitions)
    {
        await using var cluster = await PostgreSqlCluster.StartAsync(isSynced: true);
        await cluster.ExecuteAsync("postgres", $"CREATE DATABASE sweep OWNER {PostgreSqlCluster.User}");
        await using var load = new SweepLoad(cluster, cluster.ConnectionString("sweep"));
        await load.MigrateAsync(TimeSpan.FromDays(partitions));
        await load.MigrateAsync(TimeSpan.Zero);
        await load.FillAsync(dead, partitions);
        var (named, nameless) = (await load.MeasureLiveAsync(day: 20, Browser), await load.MeasureLiveAsync(day: 21, "NULL"));
        Print($"A live session takes {named} bytes with its indexes at {Live}, {nameless} without the user agent. Dead ones: {dead} in {partitions}.");
        await load.MeasureAsync();
    }

    /// <summary>Fills a table of rows that go in batches with so many that have expired, and sweeps them.</summary>
    public static async Task RunAsync(long expired, string table)
    {
        await using var cluster = await PostgreSqlCluster.StartAsync(isSynced: true);
        await cluster.ExecuteAsync("postgres", $"CREATE DATABASE sweep OWNER {PostgreSqlCluster.User}");
        await using var load = new SweepLoad(cluster, cluster.ConnectionString("sweep"));
        await load.MigrateAsync(TimeSpan.Zero);
        await load.ExecuteAsync(
            table == "attempts"
                ? $"INSERT INTO cardea.attempts SELECT md5(i::text) || md5((-i)::text), 1, now() - interval '1 hour' + i * interval '1 millisecond' FROM generate_series(1, {expired}) AS i"
                : $"INSERT INTO cardea.revocations (session_id, lowest_recalls, life, expires_at) SELECT gen_random_uuid(), 1, interval '10 minutes', now() - interval '1 hour' + i * interval '1 millisecond' FROM generate_series(1, {expired}) AS i");
        await cluster.ExecuteAsync("sweep", $"VACUUM ANALYZE cardea.{table}", "CHECKPOINT");
        await load.MeasureRowsAsync(table);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _owner.DisposeAsync();
    }

    private static ServiceProvider Services(string connectionString, TimeProvider clock) =>
        new CardeaBuilder(new ServiceCollection().AddSingleton(new CardeaOptions { MasterKey = "" }).AddSingleton(clock))
            .AddPostgreSql(connectionString)
            .Services.BuildServiceProvider();

    // As a node did that began so long ago: that is where the partitions begin.
    private async Task MigrateAsync(TimeSpan ago)
    {
        await using var services = Services(_cluster.ConnectionString("sweep"), ago == TimeSpan.Zero ? TimeProvider.System : new LateClock(ago));
        await services.GetRequiredService<ISchema>().MigrateAsync(CancellationToken.None);
    }

    // Its indexes are built when it is full, which takes a fraction of the time.
    private async Task FillAsync(long dead, int partitions)
    {
        var watch = Stopwatch.StartNew();
        var past = await ReadAsync("SELECT name || ' ' || starts_at::text FROM cardea.session_partitions WHERE ends_at <= now() ORDER BY starts_at");
        foreach (var partition in past)
        {
            var (name, day) = (partition[..partition.IndexOf(' ', StringComparison.Ordinal)], partition[(partition.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
            var each = dead / partitions;
            await ExecuteAsync(
                "SET maintenance_work_mem = '1GB'",
                "CREATE TABLE cardea.filling (LIKE cardea.sessions INCLUDING DEFAULTS) WITH (fillfactor = 90)",
                $"INSERT INTO cardea.filling {Rows($"'{day}'", each)}",
                $"DROP TABLE cardea.{name}",
                $"ALTER TABLE cardea.sessions ATTACH PARTITION cardea.filling FOR VALUES FROM (cardea.session_floor('{day}')) TO (cardea.session_floor(timestamptz '{day}' + interval '1 day'))",
                $"ALTER TABLE cardea.filling RENAME TO {name}");
        }

        await _cluster.ExecuteAsync("sweep", "VACUUM ANALYZE cardea.sessions", "CHECKPOINT");
        Print($"Filled in {watch.Elapsed.TotalSeconds:F0} s.");
    }

    // As a browser makes them, in the order of their ends, as they come in life.
    private static string Rows(string day, long count, string userAgent = Browser) =>
        $"""
        SELECT
            (lpad(to_hex(extract(epoch FROM {day}::timestamptz)::bigint * 1000 + i * 86000000 / {count}), 12, '0')
                || '7' || substr(md5(i::text), 1, 3) || '8' || substr(md5(i::text), 4, 15))::uuid,
            now() - interval '31 days', now() - interval '31 days', NULL, now() - interval '1 day', 7, 6, true,
            decode(md5(i::text) || md5(i::text), 'hex'), md5(i::text)::uuid::text, 'pwd', NULL, NULL,
            {userAgent}, '192.0.2.7'
        FROM generate_series(0::bigint, {count} - 1) AS i
        """;

    private async Task<string> MeasureLiveAsync(int day, string userAgent)
    {
        var start = $"date_trunc('day', now() + interval '{day} days')";
        await ExecuteAsync($"INSERT INTO cardea.sessions {Rows(start, Live, userAgent)}");
        return (await ReadAsync($"SELECT (pg_total_relation_size(oid) / {Live})::text FROM cardea.session_partitions WHERE starts_at = {start}"))[0];
    }

    private async Task MeasureAsync()
    {
        var tokens = await SignInAsync();
        var workers = tokens.Select(worker => Task.Run(() => RefreshAsync(worker))).ToArray();
        await Task.Delay(Calm);
        var calm = (Stopwatch.GetTimestamp(), Log: await LogAsync());
        await Task.Delay(Calm);
        var (size, swept) = (await SizeAsync(), (Stopwatch.GetTimestamp(), Log: await LogAsync()));
        var (calls, removed) = await SweepAsync();
        var end = (Stopwatch.GetTimestamp(), Log: await LogAsync());
        var given = size - await SizeAsync();
        _isOver = true;
        await Task.WhenAll(workers);

        var (before, during) = (Between(calm.Item1, swept.Item1), Between(swept.Item1, end.Item1));
        var logged = end.Log - swept.Log - ((swept.Log - calm.Log) * during.Length / before.Length);
        var whole = Stopwatch.GetElapsedTime(swept.Item1, end.Item1);
        Print(
            $"""
             | rows removed | calls | each, median (longest) | the whole, with its rests | log written | disk given back |
             |---|---|---|---|---|---|
             | {removed} | {calls.Count} | {calls[calls.Count / 2]:F0} ms ({calls[^1]:F0} ms) | {whole.TotalSeconds:F1} s | {logged / 1e6:F1} MB | {given / 1e9:F2} GB |

             | refreshes | a second | p50 ms | p99 ms | longest ms |
             |---|---|---|---|---|
             """);
        PrintRefreshes("before", before, Stopwatch.GetElapsedTime(calm.Item1, swept.Item1));
        PrintRefreshes("during", during, whole);
        Print($"p99 during is {during[during.Length * 99 / 100] / before[before.Length * 99 / 100]:F2} times that before.");
    }

    // Call by call, with the limit and the rests of a server.
    private async Task<(List<double> Calls, long Removed)> SweepAsync()
    {
        await using var connection = await _owner.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SET statement_timeout = '2s'";
        await command.ExecuteNonQueryAsync();
        var (calls, removed, more) = (new List<double>(), 0L, true);
        while (more)
        {
            var started = Stopwatch.GetTimestamp();
            command.CommandText = "CALL cardea.sweep(NULL, now(), '1 second')";
            using var report = JsonDocument.Parse((string)(await command.ExecuteScalarAsync())!);
            var took = Stopwatch.GetElapsedTime(started);
            var rules = report.RootElement.EnumerateArray().ToArray();
            removed += rules.Sum(static rule => rule.GetProperty("removed").GetInt64());
            more = rules.Any(static rule => rule.GetProperty("more").GetBoolean());
            calls.Add(took.TotalMilliseconds);
            await Task.Delay(rules.Any(static rule => rule.GetProperty("partitions").GetInt32() > 0) ? 500 : 0);
        }

        calls.Sort();
        return (calls, removed);
    }

    private async Task MeasureRowsAsync(string table)
    {
        var tokens = await SignInAsync();
        var workers = tokens.Select(worker => Task.Run(() => RefreshAsync(worker))).ToArray();
        await Task.Delay(Calm);
        var calm = Stopwatch.GetTimestamp();
        await Task.Delay(Calm);
        var began = Stopwatch.GetTimestamp();
        var swept = await _services.GetRequiredService<ISweeper>().SweepAsync(TimeSpan.FromMinutes(10), CancellationToken.None);
        var ended = Stopwatch.GetTimestamp();
        _isOver = true;
        await Task.WhenAll(workers);

        var removed = swept.Single(rule => rule.Rule == table).Removed;
        var took = Stopwatch.GetElapsedTime(began, ended);
        var (before, during) = (Between(calm, began), Between(began, ended));
        Print(
            $"""
             | rows of {table} removed | in | rows a second |
             |---|---|---|
             | {removed} | {took.TotalSeconds:F1} s | {removed / took.TotalSeconds:F0} |

             | refreshes | a second | p50 ms | p99 ms | longest ms |
             |---|---|---|---|---|
             """);
        PrintRefreshes("before", before, Stopwatch.GetElapsedTime(calm, began));
        PrintRefreshes("during", during, took);
        Print($"p99 during is {during[during.Length * 99 / 100] / before[before.Length * 99 / 100]:F2} times that before.");
    }

    private async Task<RefreshToken[][]> SignInAsync()
    {
        var sessions = _services.GetRequiredService<ISessionStore>();
        var options = _services.GetRequiredService<CardeaOptions>();
        var key = new RefreshTokenKey(id: 0, RandomNumberGenerator.GetBytes(RefreshTokenKey.MaterialSize));
        var tokens = Enumerable.Range(0, Workers).Select(static _ => new RefreshToken[SessionsPerWorker]).ToArray();
        await Task.WhenAll(tokens.Select(async (worker, number) =>
        {
            for (var i = 0; i < worker.Length; i++)
            {
                var now = TimeProvider.System.GetUtcNow();
                worker[i] = key.Begin(SessionId.Create(now + options.SessionLifetime));
                var subject = new SessionSubject(new($"user-{number}-{i}"), now, ["pwd"], Roles: null);
                await sessions.CreateAsync(
                    NewSession.Of(worker[i], subject, new(null, "benchmark", "192.0.2.7"), securityStamp: null, sessionEpoch: 0, SecurityEventKind.SignedIn, now),
                    CancellationToken.None);
            }
        }));
        return tokens;
    }

    private async Task RefreshAsync(RefreshToken[] tokens)
    {
        var sessions = _services.GetRequiredService<IRotationStore>();
        var refreshes = new List<(long, long)>();
        for (var i = 0; !_isOver; i = (i + 1) % tokens.Length)
        {
            var sent = Stopwatch.GetTimestamp();
            tokens[i] = ((RotationOutcome.Rotated)await sessions.RotateAsync(tokens[i], static (_, _) => null, CancellationToken.None)).Grant.Successor!;
            refreshes.Add((sent, Stopwatch.GetTimestamp() - sent));
        }

        _refreshes.Add(refreshes);
    }

    // Whatever was under way at any time between.
    private double[] Between(long start, long end) =>
    [
        .. _refreshes.SelectMany(static worker => worker)
            .Where(refresh => refresh.Sent < end && refresh.Sent + refresh.Took > start)
            .Select(static refresh => refresh.Took * 1000.0 / Stopwatch.Frequency)
            .Order(),
    ];

    private async Task<long> LogAsync() =>
        long.Parse((await ReadAsync("SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint::text"))[0], CultureInfo.InvariantCulture);

    private async Task<long> SizeAsync() => long.Parse((await ReadAsync("SELECT pg_database_size('sweep')::text"))[0], CultureInfo.InvariantCulture);

    private async Task<List<string>> ReadAsync(string query)
    {
        await using var command = _owner.CreateCommand(query);
        await using var rows = await command.ExecuteReaderAsync();
        var read = new List<string>();
        while (await rows.ReadAsync())
        {
            read.Add(rows.GetString(0));
        }

        return read;
    }

    private async Task ExecuteAsync(params string[] statements)
    {
        await using var batch = _owner.CreateBatch();
        foreach (var statement in statements)
        {
            batch.BatchCommands.Add(new(statement));
        }

        await batch.ExecuteNonQueryAsync();
    }

    private static void PrintRefreshes(string when, double[] sorted, TimeSpan time) =>
        Print($"| {when} | {sorted.Length / time.TotalSeconds:F0} | {sorted[sorted.Length / 2]:F2} | {sorted[sorted.Length * 99 / 100]:F2} | {sorted[^1]:F1} |");

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private sealed class LateClock(TimeSpan ago) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() - ago;
    }
}
