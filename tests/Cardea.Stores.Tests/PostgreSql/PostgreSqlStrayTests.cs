using System.Diagnostics;
using Cardea.Stores.Tests.Contract;

namespace Cardea.Stores.Tests.PostgreSql;

/// <summary>
/// After months without a sweep the default partitions are large. A server starts all the same, nobody waits for it, and no row
/// is out of sight.
/// </summary>
public sealed class PostgreSqlStrayTests : StoreTests<PostgreSqlTestDatabase>
{
    private const int Strays = 200_000;
    private const string Fences = "SELECT count(*) FROM pg_constraint WHERE conname LIKE 'awaits%'";

    private static readonly TimeSpan Months = TimeSpan.FromDays(100);

    [Fact]
    public async Task A_server_starts_with_many_events_that_have_no_partition()
    {
        Clock.Advance(Months);
        await AddEventsAsync();

        await StartWhileOthersReadAsync("event");

        Assert.Equal(Strays, await ReadAsync<long>("SELECT count(*) FROM cardea.events_default"));
        var begins = await ReadAsync<DateTime>("SELECT max(starts_at) FROM cardea.event_partitions");
        Assert.InRange(begins, (Clock.GetUtcNow() + TimeSpan.FromDays(28)).UtcDateTime, (Clock.GetUtcNow() + TimeSpan.FromDays(63)).UtcDateTime);

        // By then events have a partition again, and what has none is swept row by row.
        Clock.Advance(Options.EventRetention + Months);
        Assert.Equal(Strays, (await Node.Sweeper.SweepAsync(TimeSpan.FromMinutes(1), Stop)).Single(static rule => rule.Rule == "events_default").Removed);
    }

    [Fact]
    public async Task A_server_starts_with_many_sessions_that_have_no_partition()
    {
        Clock.Advance(Months);
        await AddSessionsAsync();

        await StartWhileOthersReadAsync("session");

        Assert.Equal(Strays, await ReadAsync<long>("SELECT count(*) FROM cardea.sessions_default"));
        var begins = await ReadAsync<DateTime>("SELECT max(starts_at) FROM cardea.session_partitions");
        Assert.InRange(begins, (Clock.GetUtcNow() + Options.SessionLifetime + TimeSpan.FromDays(29)).UtcDateTime, (Clock.GetUtcNow() + Options.SessionLifetime + TimeSpan.FromDays(30)).UtcDateTime);
        await SignInAsync(Alice);
        Clock.Advance(TimeSpan.FromDays(30));
        await SignInAsync(Alice);
        Assert.Equal(Strays + 1, await ReadAsync<long>("SELECT count(*) FROM cardea.sessions_default"));
    }

    [Fact]
    public async Task The_server_that_comes_next_goes_on_where_one_that_died_was()
    {
        Clock.Advance(Months);
        await AddEventsAsync();
        Assert.True(await AddAsync());
        Assert.True(await AddAsync());
        Assert.Equal(1, await ReadAsync<long>(Fences));
        var partitions = await ReadAsync<long>("SELECT count(*) FROM cardea.event_partitions");

        await RestartAsync();

        Assert.Equal(0, await ReadAsync<long>(Fences));
        Assert.Equal(partitions + 1, await ReadAsync<long>("SELECT count(*) FROM cardea.event_partitions"));
    }

    [Fact]
    public async Task What_one_that_died_left_goes_when_it_is_needed_no_more()
    {
        Clock.Advance(Months);
        await AddEventsAsync();
        Assert.True(await AddAsync());
        await Database.ExecuteAsync("TRUNCATE cardea.events_default");

        await RestartAsync();

        Assert.Equal(0, await ReadAsync<long>(Fences));
        Assert.Equal(
            Clock.GetUtcNow().Month, (await ReadAsync<DateTime>("SELECT starts_at FROM cardea.event_partitions ORDER BY 1 DESC OFFSET 1 LIMIT 1")).Month);
    }

    private async Task StartWhileOthersReadAsync(string name)
    {
        var last = $"SELECT max(starts_at) FROM cardea.{name}_partitions";
        var before = await ReadAsync<DateTime>(last);
        await CloseAsync();
        using var started = new CancellationTokenSource();
        var reading = Task.Run(async () =>
        {
            var longest = TimeSpan.Zero;
            while (!started.IsCancellationRequested)
            {
                // One row by its index, as everybody does. The last of them would be the first to move.
                var began = Stopwatch.GetTimestamp();
                Assert.Equal(1, await ReadAsync<long>($"SELECT count(*) FROM cardea.{name}s WHERE user_id = 'stray-{Strays}'"));
                var took = Stopwatch.GetElapsedTime(began);
                longest = took > longest ? took : longest;
            }

            return longest;
        });

        await OpenAsync();

        // A start doesn't wait for a lock that somebody holds for 50 ms: a sweep adds the partition then.
        for (var sweeps = 0; sweeps < 20 && await ReadAsync<DateTime>(last) == before; sweeps++)
        {
            await Node.Sweeper.SweepAsync(TimeSpan.FromMinutes(1), Stop);
        }

        await started.CancelAsync();

        Assert.Equal(0, await ReadAsync<long>(Fences));
        Assert.InRange(await reading, TimeSpan.Zero, TimeSpan.FromMilliseconds(500));
    }

    private Task<bool> AddAsync() => ReadAsync<bool>($"SELECT cardea.add_event_partition('{Clock.GetUtcNow():O}')");

    // Autovacuum would hold a lock on the table while it looks at all those rows.
    private Task AddEventsAsync() => Database.ExecuteAsync(
        $"ALTER TABLE cardea.events_default SET (autovacuum_enabled = false); INSERT INTO cardea.events (id, at, kind, user_id) SELECT gen_random_uuid(), timestamptz '{Clock.GetUtcNow():O}' - i * interval '1 second', 0, 'stray-' || i FROM generate_series(1, {Strays}) AS i");

    private Task AddSessionsAsync() => Database.ExecuteAsync(
        $"""
        ALTER TABLE cardea.sessions_default SET (autovacuum_enabled = false);
        INSERT INTO cardea.sessions (id, created_at, auth_time, rotated_at, generation, token_hash, user_id, amr)
        SELECT (left(cardea.session_floor(timestamptz '{Clock.GetUtcNow() + Options.SessionLifetime:O}' - i * interval '1 second')::text, 13) || right(gen_random_uuid()::text, 23))::uuid,
            now(), now(), now(), 0, '', 'stray-' || i, 'pwd'
        FROM generate_series(1, {Strays}) AS i
        """);

    private async Task<T> ReadAsync<T>(string query)
    {
        await using var command = Database.Superuser.CreateCommand(query);
        return Assert.IsType<T>(await command.ExecuteScalarAsync(Stop));
    }
}
