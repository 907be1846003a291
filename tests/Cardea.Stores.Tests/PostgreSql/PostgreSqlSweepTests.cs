using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Stores.Tests.Contract;
using Cardea.Sweeping;

namespace Cardea.Stores.Tests.PostgreSql;

/// <summary>Sessions are swept by the partition, and by whoever calls the database's function.</summary>
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
    public async Task Anybody_with_psql_or_cron_sweeps_step_by_step()
    {
        await SignInAsync(Alice);
        Clock.Advance(Options.SessionLifetime + Days);
        var now = $"timestamptz '{Clock.GetUtcNow():O}'";
        var partitions = await ReadAsync<long>("SELECT count(*) FROM cardea.session_partitions");
        var past = await ReadAsync<long>($"SELECT count(*) FROM cardea.session_partitions WHERE ends_at <= {now}");

        while (await ReadAsync<bool>($"SELECT bool_or(more) FROM cardea.sweep({now})"))
        {
            var remaining = await ReadAsync<long>("SELECT count(*) FROM cardea.session_partitions");
            Assert.Equal(1, Math.Abs(partitions - remaining));
            partitions = remaining;
        }

        Assert.Equal(33, past);
        Assert.Equal(0, await ReadAsync<long>($"SELECT count(*) FROM cardea.session_partitions WHERE ends_at <= {now}"));
        Assert.Equal(0, await ReadAsync<long>("SELECT count(*) FROM cardea.sessions"));
    }

    [Fact]
    public async Task Whoever_comes_while_another_sweeps_leaves_it_to_him()
    {
        await Database.ExecuteAsync("INSERT INTO cardea.revocations SELECT gen_random_uuid(), 1, interval '0', now()");
        await using var connection = await Database.Superuser.OpenConnectionAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        await using var sweeping = connection.CreateCommand();
        sweeping.CommandText = "SELECT cardea.sweep()";
        await sweeping.ExecuteNonQueryAsync(Stop);

        Assert.Equal(0, await ReadAsync<long>("SELECT count(*) FROM cardea.sweep()"));
        Assert.Empty(await Node.Sweeper.SweepAsync(TimeSpan.FromMinutes(1), Stop));
    }

    [Fact]
    public async Task A_step_removes_a_thousand_rows_at_most()
    {
        await Database.ExecuteAsync("INSERT INTO cardea.revocations SELECT gen_random_uuid(), 1, interval '0', now() FROM generate_series(1, 2500)");

        await using var command = Database.Superuser.CreateCommand("SELECT removed, backlog FROM cardea.sweep() WHERE rule = 'revocations'");
        await using var rows = await command.ExecuteReaderAsync(Stop);

        Assert.True(await rows.ReadAsync(Stop));
        Assert.Equal((1000, 1500), (rows.GetInt64(0), rows.GetInt64(1)));
    }

    [Fact]
    public async Task The_views_show_each_session_with_its_end()
    {
        var clock = TimeProvider.System.GetUtcNow();
        var live = SessionId.Create(clock.AddHours(1));
        var past = SessionId.Create(clock.AddHours(-1));
        foreach (var id in new[] { live, past })
        {
            await Database.ExecuteAsync($"INSERT INTO cardea.sessions (id, created_at, auth_time, rotated_at, generation, token_hash, user_id, amr) VALUES ('{id}', now(), now(), now(), 0, '', 'alice', 'pwd')");
        }

        Assert.Equal(live.AbsoluteEnd.UtcDateTime, await ReadAsync<DateTime>("SELECT ends_at FROM cardea.live_sessions"));
        Assert.Equal(past.AbsoluteEnd.UtcDateTime, await ReadAsync<DateTime>("SELECT ends_at FROM cardea.expired_sessions"));
    }

    [Fact]
    public async Task What_the_guide_tells_people_to_look_at_is_there()
    {
        await SignInAsync(Alice);

        await Database.ExecuteAsync(Guide.Quote("cardea.live_sessions"));
    }

    private async Task<T> ReadAsync<T>(string query)
    {
        await using var command = Database.Superuser.CreateCommand(query);
        return Assert.IsType<T>(await command.ExecuteScalarAsync(Stop));
    }

    private async Task<SweptRule> SweepAsync(string name = "sessions") =>
        Assert.Single(await Node.Sweeper.SweepAsync(TimeSpan.FromMinutes(1), Stop), rule => rule.Rule == name);
}
