using Cardea.Accounts;

namespace Cardea.Stores.Tests.Contract;

/// <summary>Users by the page: none is missed and none repeated, whatever others change meanwhile.</summary>
public abstract class UserPageTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Fact]
    public async Task Pages_have_all_users_once_in_one_order()
    {
        var ids = await AddUsersAsync(25);

        foreach (var most in (int[])[1, 5, 7, 25, 26])
        {
            Assert.Equal(ids, await ReadAllAsync(new("") { Most = most }));
        }
    }

    [Fact]
    public async Task A_search_looks_at_a_window_of_users_and_says_where_to_go_on()
    {
        await AddUsersAsync(20);
        var rare = new UserSearch("user-17@") { Window = 6 };

        var page = await Node.Accounts.SearchAsync(rare, Stop);

        Assert.Empty(page.Users);
        Assert.Equal("user-05", page.Next?.Value);
        Assert.Equal(["user-17"], await ReadAllAsync(rare));
        foreach (var window in (int[])[1, 7, 19, 20, 21])
        {
            Assert.Equal(10, (await ReadAllAsync(new("user-1") { Window = window, Most = 3 })).Count);
        }
    }

    [Fact]
    public async Task A_user_whose_address_changes_between_two_pages_is_on_one_of_them()
    {
        await AddUsersAsync(10);
        var first = await Node.Accounts.SearchAsync(new("") { Most = 5 }, Stop);
        await RenameAsync(first.Users[0], "zoe@example.org");
        var later = await Node.Accounts.FindAsync(new("user-09"), Stop);
        await RenameAsync(later!, "aaron@example.org");
        await AddUserAsync(new("user-00a"));
        await AddUserAsync(new("user-95"));

        var rest = await ReadAllAsync(new("") { Most = 5, After = first.Next });

        Assert.Equal(["user-05", "user-06", "user-07", "user-08", "user-09", "user-95"], rest);
    }

    [Fact]
    public async Task A_page_goes_on_after_a_user_who_was_deleted()
    {
        await AddUsersAsync(10);
        var first = await Node.Accounts.SearchAsync(new("example") { Most = 5, Window = 7 }, Stop);
        await Node.Accounts.RemoveAsync(first.Next!.Value, actor: null, removal: null, mail: null, force: true, Stop);

        var second = await Node.Accounts.SearchAsync(new("example") { After = first.Next, Window = 7 }, Stop);

        Assert.Equal(["user-05", "user-06", "user-07", "user-08", "user-09"], second.Users.Select(static user => user.Id));
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task Pages_have_the_users_of_before_while_others_come_and_go()
    {
        var ids = await AddUsersAsync(60);
        var other = await OpenAsync();
        using var done = new CancellationTokenSource();
        var changing = Task.Run(
            async () =>
            {
                for (var number = 0; !done.IsCancellationRequested; number++)
                {
                    var passing = await AddPassingAsync(other, number);
                    await other.Accounts.RemoveAsync(new(passing), actor: null, removal: null, mail: null, force: true, Stop);
                }
            },
            Stop);

        for (var round = 0; round < 10; round++)
        {
            var read = await ReadAllAsync(new("example.org") { Most = 7, Window = 11 });
            Assert.Equal(ids, read.Where(static id => id.StartsWith("user-", StringComparison.Ordinal) && !id.EndsWith('x')));
            Assert.Equal(read.Count, read.Distinct().Count());
        }

        await done.CancelAsync();
        await changing;
    }

    private async Task<string> AddPassingAsync(Node other, int number)
    {
        var id = $"user-{number % 60:00}x";
        await other.Accounts.AddAsync(new() { Id = id, Email = $"{id}@example.org", CreatedAt = Clock.GetUtcNow() }, Stop);
        return id;
    }

    private async Task<string[]> AddUsersAsync(int count)
    {
        // The order of the addresses is another than that of the ids.
        var users = Enumerable.Range(0, count).Select(number => new CardeaUser
        {
            Id = $"user-{number:00}",
            Email = $"{(char)('a' + (number * 7 % 26))}-user-{number:00}@example.org",
            SecurityStamp = "first",
            ConcurrencyStamp = "first",
            CreatedAt = Clock.GetUtcNow(),
        }).ToArray();
        await Node.Accounts.ImportAsync([.. users.Reverse()], static _ => null, Stop);
        return [.. users.Select(static user => user.Id)];
    }

    private async Task RenameAsync(CardeaUser user, string email) =>
        Assert.IsType<AccountUpdate.Updated>(await Node.Accounts.UpdateAsync(new(user, user with { Email = email, ConcurrencyStamp = "second" }), Stop));

    private async Task<IReadOnlyList<string>> ReadAllAsync(UserSearch search)
    {
        var read = new List<string>();
        for (UserPage? page = null; page is null or { Next: not null };)
        {
            page = await Node.Accounts.SearchAsync(search with { After = page?.Next ?? search.After }, Stop);
            Assert.InRange(page.Users.Count, 0, search.Most);
            read.AddRange(page.Users.Select(static user => user.Id));
        }

        return read;
    }
}
