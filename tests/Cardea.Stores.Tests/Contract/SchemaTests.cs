namespace Cardea.Stores.Tests.Contract;

/// <summary>Migrations are applied once, whoever starts.</summary>
public abstract class SchemaTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Fact]
    public async Task A_store_that_is_up_to_date_is_left_as_it_is()
    {
        await SignInAsync(Alice);

        Assert.Empty(await Node.Schema.MigrateAsync(Stop));
        Assert.Single(await Node.Sessions.ListAsync(Alice, Stop));
    }

    [Fact]
    public async Task Of_many_nodes_that_start_at_once_each_migration_is_applied_by_one()
    {
        for (var round = 0; round < 5; round++)
        {
            await using var database = new TDatabase();
            await database.CreateAsync();

            var applied = await Race.RunAsync(8, async _ =>
            {
                await using var node = new Node(database.ConnectionString, Options, Clock);
                return await node.Schema.MigrateAsync(Stop);
            });

            var names = applied.SelectMany(names => names).ToArray();
            Assert.NotEmpty(names);
            Assert.Equal(names.Distinct(), names);
        }
    }

    [Fact]
    public async Task Nodes_come_and_go_without_disturbing_each_other()
    {
        await CloseAsync();

        await Race.RunAsync(3, async racer =>
        {
            for (var round = 0; round < 15; round++)
            {
                await using var node = new Node(Database.ConnectionString, Options, Clock);
                Assert.Empty(await node.Schema.MigrateAsync(Stop));
                await node.Sessions.CreateAsync(NewSession(new($"user-{racer}")), Stop);
                Assert.Equal(round + 1, (await node.Sessions.ListAsync(new($"user-{racer}"), Stop)).Count);
            }

            return true;
        });
    }
}
