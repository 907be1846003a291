using System.Data.Common;
using Cardea.Accounts;
using Cardea.Audit;
using Cardea.Tokens;

namespace Cardea.Stores.Tests.Contract;

/// <summary>Users of another service: each is added once, however often and by how many they are imported.</summary>
public abstract class ImportTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private const int Many = 500;

    [Fact]
    public async Task Users_are_found_as_they_were_imported()
    {
        var disabled = new CardeaUser
        {
            Id = "auth0|5f7c8ec7",
            Email = "älice@example.org",
            EmailVerified = true,
            PasswordHash = "AQAAAAIAAYagAAAAEA==",
            SecurityStamp = "security",
            ConcurrencyStamp = "concurrency",
            Roles = ["admin", "editor"],
            CreatedAt = Clock.GetUtcNow() - TimeSpan.FromDays(1000),
            DisabledAt = Clock.GetUtcNow(),
        };
        var plain = User("bob");

        Assert.Equal([disabled.Id, "bob"], await ImportAsync(disabled, plain));

        Assert.Equivalent(disabled, await Node.Accounts.FindAsync(new(disabled.Id), Stop), strict: true);
        Assert.Equivalent(plain, await Node.Accounts.FindByEmailAsync(plain.Email, Stop), strict: true);
    }

    [Fact]
    public async Task None_are_imported_by_none() => Assert.Empty(await ImportAsync());

    [Fact]
    public async Task Whose_id_or_address_is_taken_is_left_out_and_nothing_of_the_owner_changes()
    {
        var alice = await AddUserAsync(Alice, "admin");

        Assert.Equal(["carol"], await ImportAsync(User("alice", "another@example.org"), User("another", "alice@example.org"), User("carol")));

        Assert.Equivalent(alice, await Node.Accounts.FindAsync(Alice, Stop), strict: true);
        Assert.Null(await Node.Accounts.FindByEmailAsync("another@example.org", Stop));
        Assert.Null(await Node.Accounts.FindAsync(new("another"), Stop));
    }

    [Fact]
    public async Task The_second_time_nobody_is_imported()
    {
        CardeaUser[] users = [User("alice"), User("bob")];
        await ImportAsync(users);

        Assert.Empty(await ImportAsync(users));
        Assert.Equal(["carol"], await ImportAsync([.. users, User("carol")]));
    }

    [Fact]
    public async Task Of_two_in_one_batch_that_share_an_address_or_an_id_the_first_is_imported()
    {
        var added = await ImportAsync(User("alice"), User("bob", "alice@example.org"), User("alice", "bob@example.org"), User("carol"));

        Assert.Equal(["alice", "carol"], added);
        Assert.Equal("alice@example.org", (await Node.Accounts.FindAsync(Alice, Stop))?.Email);
        Assert.Null(await Node.Accounts.FindByEmailAsync("bob@example.org", Stop));
    }

    [Fact]
    public async Task Of_four_importers_with_the_same_users_each_user_is_imported_by_one()
    {
        Node[] nodes = [Node, await OpenAsync()];
        CardeaUser[] users = [.. Enumerable.Range(0, Many).Select(i => User($"user-{i:D3}"))];

        var added = await Race.RunAsync(4, racer => nodes[racer % 2].Accounts.ImportAsync(users, static _ => null, Stop));

        Assert.Equal(users.Select(user => user.Id), added.SelectMany(ids => ids).Order(StringComparer.Ordinal));
        Assert.Equal(Many, (await Node.Accounts.SearchAsync(new("") { Most = 2 * Many }, Stop)).Users.Count);
    }

    [Fact]
    public async Task When_one_cannot_be_stored_none_is()
    {
        var broken = User("carol") with { SecurityStamp = null! };

        await Assert.ThrowsAnyAsync<DbException>(() => ImportAsync(User("alice"), User("bob"), broken, User("dave")));

        Assert.Empty((await Node.Accounts.SearchAsync(new(""), Stop)).Users);
    }

    [Fact]
    public async Task The_event_of_a_user_is_stored_if_the_user_is_added()
    {
        await AddUserAsync(Alice);
        CardeaUser[] users = [User("alice"), User("bob"), User("carol"), User("bob")];

        await Node.Accounts.ImportAsync(
            users,
            user => user.Id == "carol" ? null : SecurityEvent.Of(SecurityEventKind.Added, new(user.Id), session: null, device: null, Clock.GetUtcNow(), "an operator +admin"),
            Stop);

        var happened = Assert.Single(await Node.Events.ReadAsync(user: null, before: null, most: 10, Stop));
        Assert.Equal((SecurityEventKind.Added, new UserId("bob"), "an operator +admin"), (happened.Kind, happened.User, happened.Detail));
    }

    private CardeaUser User(string id, string? email = null) => new()
    {
        Id = id,
        Email = email ?? $"{id}@example.org",
        SecurityStamp = "first",
        ConcurrencyStamp = "first",
        CreatedAt = Clock.GetUtcNow(),
    };

    private Task<IReadOnlyList<string>> ImportAsync(params CardeaUser[] users) => Node.Accounts.ImportAsync(users, static _ => null, Stop);
}
