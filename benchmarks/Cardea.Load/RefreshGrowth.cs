using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Cardea.Rotation;
using Cardea.Tokens;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NpgsqlTypes;

namespace Cardea.Load;

/// <summary>
/// What a refresh costs with few sessions in the database and with many: the store alone, without HTTP and signature.
/// The sessions end on any of 30 days, as those of a service do that is in use, and any of them refreshes next.
/// </summary>
internal static class RefreshGrowth
{
    private const int Workers = 64;
    private const int Sampled = 100_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(10);

    private const string Header =
        """
        | live sessions | bytes each, indexes included | refreshes/s | p50 ms | p99 ms | store and client µs | PostgreSQL µs | log bytes | rows added |
        |---|---|---|---|---|---|---|---|---|
        """;

    public static async Task RunAsync(int most)
    {
        await using var database = await Database.StartAsync();
        var connectionString = await database.CreateAsync("growing");
        await using var services = new CardeaBuilder(new ServiceCollection()).AddPostgreSql(connectionString).Services.BuildServiceProvider();
        await services.GetRequiredService<ISchema>().MigrateAsync(CancellationToken.None);
        await using var opened = NpgsqlDataSource.Create($"{connectionString};Command Timeout=600");

        var key = new RefreshTokenKey(1, RandomNumberGenerator.GetBytes(RefreshTokenKey.MaterialSize));
        var tokens = new List<RefreshToken>();
        await Console.Out.WriteLineAsync(Header);
        var count = 0;
        for (var next = 10_000; next <= most; next *= 10)
        {
            tokens.AddRange(await FillAsync(opened, key, next - count, Math.Max(1, next / Sampled)));
            count = next;
            await ExecuteAsync(opened, "VACUUM (ANALYZE) cardea.sessions");
            await database.CheckpointAsync();
            var size = await ExecuteAsync(opened, "SELECT sum(pg_total_relation_size(inhrelid)) FROM pg_inherits WHERE inhparent = 'cardea.sessions'::regclass");
            var measured = await MeasureAsync(services.GetRequiredService<IRotationStore>(), database, tokens);
            var added = await CountAsync(opened) - count;
            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"| {count:N0} | {Convert.ToInt64(size, CultureInfo.InvariantCulture) / count} | {measured} | {added} |"));
        }
    }

    private static async Task<List<RefreshToken>> FillAsync(NpgsqlDataSource opened, RefreshTokenKey key, int count, int step)
    {
        var kept = new List<RefreshToken>();
        var now = TimeProvider.System.GetUtcNow();
        await using var connection = await opened.OpenConnectionAsync();
        await using var writer = await connection.BeginBinaryImportAsync(
            "COPY cardea.sessions (id, created_at, auth_time, rotated_at, generation, token_hash, user_id, amr, device, user_agent, ip_address) FROM STDIN (FORMAT binary)");
        for (var i = 0; i < count; i++)
        {
            // In the order of their ends, as they begin.
            var token = key.Begin(SessionId.Create(now + TimeSpan.FromHours(1) + (Lifetime * ((double)i / count))));
            await writer.StartRowAsync();
            await writer.WriteAsync(token.SessionId.Value, NpgsqlDbType.Uuid);
            await writer.WriteAsync(now, NpgsqlDbType.TimestampTz);
            await writer.WriteAsync(now, NpgsqlDbType.TimestampTz);
            await writer.WriteAsync(now, NpgsqlDbType.TimestampTz);
            await writer.WriteAsync(0, NpgsqlDbType.Integer);
            await writer.WriteAsync(token.Hash.ToArray(), NpgsqlDbType.Bytea);
            await writer.WriteAsync($"{Guid.CreateVersion7()}", NpgsqlDbType.Text);
            await writer.WriteAsync("pwd", NpgsqlDbType.Text);
            await writer.WriteAsync("Phone", NpgsqlDbType.Text);
            await writer.WriteAsync("ExampleApp/3.2 (Android 16)", NpgsqlDbType.Text);
            await writer.WriteAsync("203.0.113.7", NpgsqlDbType.Text);
            if (i % step == 0)
            {
                kept.Add(token);
            }
        }

        await writer.CompleteAsync();
        return kept;
    }

    private static async Task<string> MeasureAsync(IRotationStore store, Database database, List<RefreshToken> tokens)
    {
        var latencies = Enumerable.Range(0, Workers).Select(static _ => new List<double>()).ToArray();
        await RunAsync(store, tokens, latencies);
        Array.ForEach(latencies, static one => one.Clear());

        var (spent, databaseSpent, log, started) = (Processor.Of(Environment.ProcessId), database.Processor, await database.ReadLogPositionAsync(), Stopwatch.GetTimestamp());
        await RunAsync(store, tokens, latencies);
        var elapsed = Stopwatch.GetElapsedTime(started);
        var logged = await database.ReadLogPositionAsync() - log;
        double[] ordered = [.. latencies.SelectMany(static one => one).Order()];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{ordered.Length / elapsed.TotalSeconds:N0} | {ordered[ordered.Length / 2]:F2} | {ordered[ordered.Length * 99 / 100]:F1} "
            + $"| {(Processor.Of(Environment.ProcessId) - spent).TotalMicroseconds / ordered.Length:F0} | {(database.Processor - databaseSpent).TotalMicroseconds / ordered.Length:F0} "
            + $"| {(double)logged / ordered.Length:F0}");
    }

    // Each worker has sessions of its own, and takes any of them next.
    private static Task RunAsync(IRotationStore store, List<RefreshToken> tokens, List<double>[] latencies)
    {
        var started = Stopwatch.GetTimestamp();
        return Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(started) < Duration)
            {
                var i = (RandomNumberGenerator.GetInt32(tokens.Count / Workers) * Workers) + worker;
                var sent = Stopwatch.GetTimestamp();
                var outcome = await store.RotateAsync(tokens[i], static (_, _) => null, CancellationToken.None);
                latencies[worker].Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
                tokens[i] = outcome is RotationOutcome.Rotated { Grant.Successor: { } successor } ? successor : throw new InvalidDataException($"A refresh came to {outcome}.");
            }
        })));
    }

    private static async Task<long> CountAsync(NpgsqlDataSource opened) =>
        Convert.ToInt64(await ExecuteAsync(opened, "SELECT count(*) FROM cardea.sessions"), CultureInfo.InvariantCulture);

    private static async Task<object?> ExecuteAsync(NpgsqlDataSource opened, string statement)
    {
        await using var command = opened.CreateCommand(statement);
        return await command.ExecuteScalarAsync();
    }
}
