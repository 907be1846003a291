using System.Text.Json;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Stores.Tests.Contract;
using Cardea.Sweeping;

namespace Cardea.Stores.Tests.PostgreSql;

/// <summary>Sessions are swept by the partition, and by whoever calls the database's procedure.</summary>
public sealed class PostgreSqlSweepTests : StoreTests<PostgreSqlTestDatabase>
{
    private static readonly TimeSpan Days = TimeSpan.FromDays(3);

    [Fact]
    public async Task There_is_a_partition_for_each_day_on_which_a_session_can_end_and_two_days_more()
    {
        var partitions = await ReadAsync<long>("SELECT count(*) FROM cardea.session_partitions");
        var widths = await ReadAsync<bool>("SELECT bool_and(ends_at - starts_at = interval '24 hours') FROM cardea.session_partitions");
        var last = await ReadAsync<DateTime>("SELECT max(ends_at) FROM cardea.session_partitions");

        Assert.Equal(33, partitions);
        Assert.True(widths);
        Assert.True(last > (Clock.GetUtcNow() + Options.SessionLifetime + TimeSpan.FromDays(2)).UtcDateTime);
        await SignInAsync(Alice);
        Assert.Equal(0, await ReadAsync<long>("SELECT count(*) FROM cardea.sessions_default"));
    }

    [Fact]
    public async Task Partitions_are_wider_where_sessions_live_for_long()
    {
        await RestartAsync(options => options.SessionLifetime = TimeSpan.FromDays(3650));

        Assert.InRange(await ReadAsync<long>("SELECT count(*) FROM cardea.session_partitions"), 60, 100);
        await SignInAsync(Alice);
        Assert.Equal(0, await ReadAsync<long>("SELECT count(*) FROM cardea.sessions_default"));
    }

    [Fact]
    public async Task A_session_whose_partition_is_missing_is_stored_and_finds_its_place_with_the_next_sweep()
    {
        Clock.Advance(TimeSpan.FromDays(10));
        var token = await SignInAsync(Alice);
        Assert.Equal(1, await ReadAsync<long>("SELECT count(*) FROM cardea.sessions_default"));
        token = await RotateAsync<RotationOutcome.Rotated>(token);

        await SweepAsync();

        Assert.Equal(0, await ReadAsync<long>("SELECT count(*) FROM cardea.sessions_default"));
        await RotateAsync<RotationOutcome.Rotated>(token);
        Assert.Single(await Node.Sessions.ListAsync(Alice, Stop));
    }

    [Fact]
    public async Task A_session_is_found_while_it_moves_to_its_place()
    {
        Clock.Advance(TimeSpan.FromDays(10));
        var token = await SignInAsync(Alice);
        await using var connection = await Database.Superuser.OpenConnectionAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        await using var moving = connection.CreateCommand();
        moving.CommandText = "SELECT cardea.add_session_partition(@now) AND EXISTS (SELECT FROM cardea.sessions_default)";
        moving.Parameters.AddWithValue("@now", Clock.GetUtcNow());
        while (await moving.ExecuteScalarAsync(Stop) is true)
        {
        }

        var ending = Node.Sessions.EndAsync(token.SessionId, Alice, EndReason.LoggedOut, Stop);
        while (await ReadAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), Stop);
        }

        await transaction.CommitAsync(Stop);
        Assert.NotNull(await ending);
    }

    [Fact]
    public async Task Sessions_whose_partition_was_never_made_are_swept_all_the_same()
    {
        Clock.Advance(TimeSpan.FromDays(100));
        await SignInAsync(Alice);
        Clock.Advance(Options.SessionLifetime + Days);

        Assert.Equal(1, (await SweepAsync("sessions_default")).Removed);
        Assert.Equal(0, await ReadAsync<long>("SELECT count(*) FROM cardea.sessions_default"));
    }

    [Fact]
    public async Task A_partition_that_somebody_reads_is_dropped_another_time_and_holds_nobody_up()
    {
        var past = await SignInAsync(Alice);
        Clock.Advance(Options.SessionLifetime + Days);
        var live = await SignInAsync(Alice);
        await using var connection = await Database.Superuser.OpenConnectionAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        await using var reading = connection.CreateCommand();
        reading.CommandText = "SELECT count(*) FROM cardea.sessions";
        await reading.ExecuteScalarAsync(Stop);

        var sweeping = SweepAsync();
        while (!sweeping.IsCompleted)
        {
            live = await RotateAsync<RotationOutcome.Rotated>(live);
        }

        var left = await sweeping;
        Assert.Equal((0, 1), (left.Removed, left.Backlog));
        await transaction.CommitAsync(Stop);
        var swept = await SweepAsync();
        Assert.Equal((1, 0, TimeSpan.Zero), (swept.Removed, swept.Backlog, swept.Overdue));
        Assert.IsType<RotationOutcome.Unknown>(await RotateAsync(past));
    }

    [Fact]
    public async Task One_call_from_psql_sweeps_all_there_is()
    {
        await SignInAsync(Alice);
        await AddRevocationsAsync(2500);
        Clock.Advance(Options.SessionLifetime + Days);

        var report = await CallAsync($"CALL cardea.sweep(NULL, '{Clock.GetUtcNow():O}')");

        Assert.Equal(2500, report["revocations"].Removed);
        Assert.Equal((1, 33), (report["sessions"].Removed, report["sessions"].Partitions));
        Assert.All(report.Values, static rule => Assert.Equal((0, TimeSpan.Zero), (rule.Backlog, rule.Overdue)));
        Assert.Equal(0, await ReadAsync<long>($"SELECT count(*) FROM cardea.session_partitions WHERE ends_at <= '{Clock.GetUtcNow():O}'"));
        Assert.Equal(0, await ReadAsync<long>("SELECT count(*) FROM cardea.sessions"));
    }

    [Fact]
    public async Task Rows_go_a_thousand_a_transaction_at_most()
    {
        await AddRevocationsAsync(2500);
        await Database.ExecuteAsync("CREATE TABLE batches (rows bigint, xid xid8 DEFAULT pg_current_xact_id())");
        await Database.ExecuteAsync(
            """
            CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                INSERT INTO public.batches SELECT pg_catalog.count(*) FROM gone;
                RETURN NULL;
            END $$
            """);
        await Database.ExecuteAsync("CREATE TRIGGER note AFTER DELETE ON cardea.revocations REFERENCING OLD TABLE AS gone EXECUTE FUNCTION note()");

        await CallAsync($"CALL cardea.sweep(NULL, '{Clock.GetUtcNow():O}')");

        Assert.Equal("1000 1000 500", await ReadAsync<string>("SELECT string_agg(rows::text, ' ' ORDER BY xid) FROM batches"));
        Assert.Equal(3, await ReadAsync<long>("SELECT count(DISTINCT xid) FROM batches"));
    }

    [Fact]
    public async Task Rows_that_expire_at_one_moment_are_many_and_all_go()
    {
        await Database.ExecuteAsync($"INSERT INTO cardea.attempts SELECT i::text, 1, '{Clock.GetUtcNow():O}' FROM generate_series(1, 45000) AS i");

        var report = await CallAsync($"CALL cardea.sweep(NULL, '{Clock.GetUtcNow():O}')");

        Assert.Equal((45000, 0), (report["attempts"].Removed, report["attempts"].Backlog));
    }

    [Fact]
    public async Task A_row_that_somebody_has_locked_is_left_and_holds_nobody_up()
    {
        await AddRevocationsAsync(10);
        await using var connection = await Database.Superuser.OpenConnectionAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        await using var locking = connection.CreateCommand();
        locking.CommandText = "SELECT FROM cardea.revocations LIMIT 1 FOR UPDATE";
        await locking.ExecuteNonQueryAsync(Stop);

        var left = (await CallAsync($"CALL cardea.sweep(NULL, '{Clock.GetUtcNow():O}')"))["revocations"];
        Assert.Equal((9, 1), (left.Removed, left.Backlog));

        await transaction.CommitAsync(Stop);
        Assert.Equal(1, (await SweepAsync("revocations")).Removed);
    }

    [Fact]
    public async Task A_table_that_somebody_has_to_themselves_holds_up_no_other_rule()
    {
        await AddRevocationsAsync(10);
        await using var connection = await Database.Superuser.OpenConnectionAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        await using var locking = connection.CreateCommand();
        locking.CommandText = "LOCK TABLE cardea.attempts";
        await locking.ExecuteNonQueryAsync(Stop);

        Assert.Equal(10, (await CallAsync($"CALL cardea.sweep(NULL, '{Clock.GetUtcNow():O}')"))["revocations"].Removed);
    }

    [Fact]
    public async Task Of_two_clocks_the_earlier_counts()
    {
        await Database.ExecuteAsync("INSERT INTO cardea.revocations SELECT gen_random_uuid(), 1, interval '10 minutes', now() + interval '1 hour'");
        await Database.ExecuteAsync($"INSERT INTO cardea.revocations SELECT gen_random_uuid(), 1, interval '10 minutes', timestamptz '{Clock.GetUtcNow():O}' + interval '1 hour'");

        Assert.Equal(0, (await CallAsync($"CALL cardea.sweep(NULL, '{Clock.GetUtcNow():O}')"))["revocations"].Removed);
        Assert.Equal(1, (await CallAsync("CALL cardea.sweep(NULL, now() + interval '10 years')"))["revocations"].Removed);
    }

    [Fact]
    public async Task Without_a_clock_of_the_caller_nothing_goes_that_expired_less_than_a_day_ago()
    {
        await Database.ExecuteAsync("INSERT INTO cardea.revocations SELECT gen_random_uuid(), 1, interval '10 minutes', now() - i * interval '1 hour' FROM generate_series(1, 48) AS i");

        var report = await CallAsync("CALL cardea.sweep()");

        Assert.Equal((25, 0), (report["revocations"].Removed, report["revocations"].Backlog));
        Assert.Equal(23, await ReadAsync<long>("SELECT count(*) FROM cardea.revocations"));
    }

    [Fact]
    public async Task Whoever_comes_while_another_sweeps_leaves_it_to_him()
    {
        await AddRevocationsAsync(1);
        await using var connection = await Database.Superuser.OpenConnectionAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        await using var sweeping = connection.CreateCommand();
        sweeping.CommandText = "SELECT cardea.begin_sweep_step()";
        Assert.Equal(true, await sweeping.ExecuteScalarAsync(Stop));

        Assert.Empty(await CallAsync($"CALL cardea.sweep(NULL, '{Clock.GetUtcNow():O}')"));
        Assert.Empty(await Node.Sweeper.SweepAsync(TimeSpan.FromMinutes(1), Stop));
        await transaction.RollbackAsync(Stop);
        Assert.Equal(1, (await SweepAsync("revocations")).Removed);
    }

    [Fact]
    public async Task Nothing_of_the_sweep_is_left_in_the_connection()
    {
        await AddRevocationsAsync(2500);
        await using var connection = await Database.Superuser.OpenConnectionAsync(Stop);
        await using var command = connection.CreateCommand();
        command.CommandText = "CALL cardea.sweep(NULL, $1)";
        command.Parameters.AddWithValue(Clock.GetUtcNow());
        await command.ExecuteScalarAsync(Stop);

        command.Parameters.Clear();
        command.CommandText =
            """
            SELECT concat_ws(' ', current_setting('synchronous_commit'), current_setting('lock_timeout'), current_setting('search_path'), current_setting('enable_seqscan'),
                (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()))
            """;
        Assert.Equal("on 0 \"$user\", public on 0", await command.ExecuteScalarAsync(Stop));
    }

    [Fact]
    public async Task A_limit_on_statements_shortens_the_call_and_does_not_stop_it()
    {
        await AddRevocationsAsync(200_000);
        await using var connection = await Database.Superuser.OpenConnectionAsync(Stop);
        await using var command = connection.CreateCommand();
        command.CommandText = "SET statement_timeout = '500ms'";
        await command.ExecuteNonQueryAsync(Stop);

        command.CommandText = "CALL cardea.sweep(NULL, $1)";
        command.Parameters.AddWithValue(Clock.GetUtcNow());
        Assert.Contains("\"more\": true", Assert.IsType<string>(await command.ExecuteScalarAsync(Stop)), StringComparison.Ordinal);
        Assert.InRange(await ReadAsync<long>("SELECT count(*) FROM cardea.revocations"), 1, 199_000);
    }

    private async Task<T> ReadAsync<T>(string query)
    {
        await using var command = Database.Superuser.CreateCommand(query);
        return Assert.IsType<T>(await command.ExecuteScalarAsync(Stop));
    }

    private Task AddRevocationsAsync(int count) => Database.ExecuteAsync(
        $"INSERT INTO cardea.revocations SELECT gen_random_uuid(), 1, interval '10 minutes', timestamptz '{Clock.GetUtcNow():O}' - i * interval '1 millisecond' FROM generate_series(1, {count}) AS i");

    private async Task<Dictionary<string, SweptRule>> CallAsync(string call)
    {
        using var report = JsonDocument.Parse(await ReadAsync<string>(call));
        return report.RootElement.EnumerateArray().Select(static rule => new SweptRule(
            rule.GetProperty("rule").GetString()!,
            rule.GetProperty("removed").GetInt64(),
            rule.GetProperty("partitions").GetInt32(),
            rule.GetProperty("backlog").GetInt64(),
            TimeSpan.FromSeconds(rule.GetProperty("overdue").GetDouble()))).ToDictionary(static rule => rule.Rule);
    }

    private async Task<SweptRule> SweepAsync(string name = "sessions") =>
        Assert.Single(await Node.Sweeper.SweepAsync(TimeSpan.FromMinutes(1), Stop), rule => rule.Rule == name);
}
