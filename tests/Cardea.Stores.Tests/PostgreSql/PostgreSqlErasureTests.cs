using Cardea.Accounts;
using Cardea.Rotation;
using Cardea.Stores.Tests.Contract;

namespace Cardea.Stores.Tests.PostgreSql;

/// <summary>Deleting an account that has very much: it is done, nobody waits, and a crash loses nothing.</summary>
public sealed class PostgreSqlErasureTests : StoreTests<LonelyPostgreSqlTestDatabase>
{
    private const int Many = 50_000;
    private const string Personal =
        """
        SELECT (SELECT count(*) FROM cardea.sessions WHERE user_id = 'alice' AND num_nonnulls(device, user_agent, ip_address) > 0)
             + (SELECT count(*) FROM cardea.events WHERE user_id = 'alice' AND num_nonnulls(ip_address, network, user_agent) > 0)
        """;

    [Trait("Run", "full")]
    [Fact]
    public async Task An_account_with_very_much_is_removed_at_once_and_erased_while_others_go_on()
    {
        await FillAsync();

        // Here and below: what took longer than a statement may would be given up.
        Assert.IsType<AccountRemoval.Removed>(await Node.Accounts.RemoveAsync(Alice, actor: null, removal: null, mail: null, force: false, Stop));

        var bob = await SignInAsync(new("bob"));
        var meanwhile = 0;
        var erasing = Node.Accounts.EraseAsync(Alice, Stop);
        while (!erasing.IsCompleted)
        {
            bob = await RotateAsync<RotationOutcome.Rotated>(bob);
            meanwhile++;
        }

        await erasing;
        Assert.Equal(0, await ReadAsync(Personal));
        Assert.True(meanwhile > 10, $"Bob got {meanwhile} rotations in.");
    }

    [Trait("Run", "full")]
    [Fact]
    public async Task What_is_left_when_the_database_crashes_is_erased_by_the_sweep()
    {
        await FillAsync();
        Assert.IsType<AccountRemoval.Removed>(await Node.Accounts.RemoveAsync(Alice, actor: null, removal: null, mail: null, force: false, Stop));
        var erasing = Node.Accounts.EraseAsync(Alice, Stop);
        while (await ReadAsync(Personal) == 2 * Many)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Stop);
        }

        await Database.Cluster.CrashAsync();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => erasing);
        await Database.Cluster.StartServerAsync();
        Database.Superuser.Clear();
        Assert.InRange(await ReadAsync(Personal), 1, 2 * Many);
        Clock.Advance(TimeSpan.FromMinutes(2));
        await using var other = new Node(Database.ConnectionString, Options, Clock);

        await other.Sweeper.SweepAsync(TimeSpan.FromMinutes(1), Stop);

        Assert.Equal(0, await ReadAsync(Personal));
        Assert.Equal(0, await ReadAsync("SELECT count(*) FROM cardea.erasures"));
    }

    // In one partition, where it is worst, and of all sessions the user has ended.
    private async Task FillAsync()
    {
        await AddUserAsync(Alice);
        var now = $"timestamptz '{Clock.GetUtcNow():O}'";
        await Database.ExecuteAsync(
            $"INSERT INTO cardea.events (id, at, kind, user_id, ip_address, network, user_agent) SELECT gen_random_uuid(), {now}, 0, 'alice', '192.0.2.7', '192.0.2', 'Netscape/4.0' FROM generate_series(1, {Many})");
        await Database.ExecuteAsync(
            $"""
            INSERT INTO cardea.sessions (id, created_at, auth_time, rotated_at, generation, token_hash, user_id, amr, ended_at, end_reason, user_agent, ip_address)
            SELECT (left(cardea.session_floor({now} + interval '2 days')::text, 13) || right(gen_random_uuid()::text, 23))::uuid, {now}, {now}, {now}, 0, '', 'alice', 'pwd', {now}, 0, 'Netscape/4.0', '192.0.2.7'
            FROM generate_series(1, {Many})
            """);
    }

    private async Task<long> ReadAsync(string query)
    {
        await using var command = Database.Superuser.CreateCommand(query);
        return Assert.IsType<long>(await command.ExecuteScalarAsync(Stop));
    }
}
