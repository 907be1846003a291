using Cardea.Revocation;
using Cardea.Sessions;
using Cardea.Stores.Tests.Contract;
using Cardea.TestSupport;
using Cardea.Tokens;

namespace Cardea.Stores.Tests.PostgreSql;

/// <summary>
/// Transactions become visible in another order than they began in, and after a crash they are counted anew. On a server of its
/// own: a checkpoint that another test causes makes each read begin anew.
/// </summary>
public sealed class PostgreSqlFeedTests : StoreTests<LonelyPostgreSqlTestDatabase>
{
    // More than fit on two pages of a full read.
    private const int Many = 20_500;

    [Fact]
    public async Task A_revocation_that_becomes_visible_late_is_not_missed_and_nothing_is_read_twice()
    {
        await using var first = await LateRevocation.BeginAsync(Database, NewSession(Alice).Id);
        await using var second = await LateRevocation.BeginAsync(Database, NewSession(Alice).Id);
        var early = await EndASessionAsync();
        var page = await ReadFeedAsync();
        Assert.Equal([early], Ids(page));

        // In the reverse order.
        await second.CommitAsync();
        page = await ReadFeedAsync(from: page.Position);
        Assert.Equal([second.Id], Ids(page));
        await first.CommitAsync();
        var later = await EndASessionAsync();
        page = await ReadFeedAsync(from: page.Position);

        Assert.Equal(new HashSet<SessionId> { first.Id, later }, Ids(page).ToHashSet());
        Assert.False(page.Begins);
        Assert.Empty((await ReadFeedAsync(from: page.Position)).Revocations);
    }

    [Fact]
    public async Task A_transaction_that_stays_open_makes_no_read_come_again()
    {
        await using var open = await LateRevocation.BeginAsync(Database, NewSession(Alice).Id);
        var position = (await ReadFeedAsync()).Position;
        for (var i = 0; i < 3; i++)
        {
            var end = await EndASessionAsync();
            var page = await ReadFeedAsync(from: position);
            Assert.Equal([end], Ids(page));
            position = page.Position;
        }
    }

    [Fact]
    public async Task A_full_read_comes_in_pages_and_goes_on_from_its_first()
    {
        await AddManyAsync();
        var page = await Node.Revocations.ReadRevocationsAsync(from: null, Stop);
        Assert.True(page is { Begins: true, IsLast: false });
        var read = Ids(page).ToHashSet();

        // Behind the page that was read, and committed after it.
        var lowest = SessionId.Create(Clock.GetUtcNow() + TimeSpan.FromMinutes(1));
        await using (var late = await LateRevocation.BeginAsync(Database, lowest))
        {
            await late.CommitAsync();
        }

        while (!page.IsLast)
        {
            page = await Node.Revocations.ReadRevocationsAsync(page.Position, Stop);
            Assert.False(page.Begins);
            Assert.Empty(read.Intersect(Ids(page)));
            read.UnionWith(Ids(page));
        }

        Assert.Equal(Many, read.Count);
        Assert.Equal([lowest], Ids(await Node.Revocations.ReadRevocationsAsync(page.Position, Stop)));
    }

    [Fact]
    public async Task Another_identity_reads_everything_again_also_in_the_middle_of_a_full_read()
    {
        await AddManyAsync();
        var page = await Node.Revocations.ReadRevocationsAsync(from: null, Stop);
        await Database.ExecuteAsync("CHECKPOINT");
        page = await Node.Revocations.ReadRevocationsAsync(page.Position, Stop);
        Assert.True(page is { Begins: true, IsLast: false });

        page = await ReadFeedAsync(from: page.Position);
        Assert.False(page.Begins);
        await Database.ExecuteAsync("CHECKPOINT");
        page = await ReadFeedAsync(from: page.Position);

        Assert.True(page.Begins);
        Assert.Equal(Many, Ids(page).Distinct().Count());
    }

    [Fact]
    public async Task A_user_who_may_not_see_the_identity_reads_everything_each_time()
    {
        await AddManyAsync();
        await Database.ExecuteAsync("REVOKE EXECUTE ON FUNCTION pg_control_checkpoint() FROM PUBLIC");
        FeedPosition? position = null;
        for (var i = 0; i < 2; i++)
        {
            var page = await ReadFeedAsync(from: position).WaitAsync(TimeSpan.FromMinutes(1), Stop);
            Assert.True(page.Begins);
            Assert.Equal(Many, Ids(page).Distinct().Count());
            position = page.Position;
        }
    }

    [Fact]
    public async Task A_position_of_another_cluster_reads_everything_again()
    {
        await using var other = await PostgreSqlCluster.StartAsync();
        await other.ExecuteAsync("postgres", $"CREATE DATABASE other OWNER {PostgreSqlCluster.User}");
        await using var restored = new Node(other.ConnectionString("other"), Options, Clock);
        await restored.Schema.MigrateAsync(Stop);
        var session = NewSession(Alice);
        await restored.Sessions.CreateAsync(session, Stop);
        await restored.Sessions.EndAsync(session.Id, Alice, EndReason.LoggedOut, Stop);

        // Far ahead of what the other cluster has counted to.
        for (var i = 0; i < 100; i++)
        {
            await Database.ExecuteAsync("SELECT pg_current_xact_id()");
        }

        var page = await ReadFeedAsync(restored, (await ReadFeedAsync()).Position);

        Assert.True(page.Begins);
        Assert.Equal([session.Id], Ids(page));
    }

    private static IEnumerable<SessionId> Ids(RevocationPage page) => page.Revocations.Select(static revocation => revocation.Revoked.SessionId);

    private Task AddManyAsync() => Database.ExecuteAsync(
        $"""
        INSERT INTO cardea.revocations (session_id, lowest_recalls, life, expires_at)
        SELECT overlay(gen_random_uuid()::text PLACING '0fffffff' FROM 1 FOR 8)::uuid, 1, interval '1 h', now() FROM generate_series(1, {Many})
        """);

    private async Task<SessionId> EndASessionAsync()
    {
        var token = await SignInAsync(Alice);
        await Node.Sessions.EndAsync(token.SessionId, Alice, EndReason.LoggedOut, Stop);
        return token.SessionId;
    }
}
