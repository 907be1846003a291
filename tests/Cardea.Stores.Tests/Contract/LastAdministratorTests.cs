using Cardea.Accounts;
using Cardea.Callers;
using Cardea.Tokens;

namespace Cardea.Stores.Tests.Contract;

/// <summary>One enabled administrator is always left, whatever administrators do to each other and to themselves.</summary>
public abstract class LastAdministratorTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private static readonly UserId Bob = new("bob");

    [Fact]
    public async Task The_last_one_is_neither_demoted_nor_disabled_nor_removed()
    {
        await AddUserAsync(Alice, Role.Administrator, "editor");
        await AddUserAsync(Bob, "editor");
        var before = await Node.Accounts.FindAsync(Alice, Stop);

        Assert.IsType<AccountUpdate.LastAdministrator>(await ApplyAsync(Alice, Demoted));
        Assert.IsType<AccountUpdate.LastAdministrator>(await ApplyAsync(Alice, Disabled));
        Assert.IsType<AccountRemoval.LastAdministrator>(await RemoveAsync(Alice));

        Assert.Equivalent(before, await Node.Accounts.FindAsync(Alice, Stop), strict: true);
        Assert.IsType<AccountUpdate.Updated>(await ApplyAsync(Alice, static user => user with { Roles = [Role.Administrator] }));
        Assert.IsType<AccountUpdate.Updated>(await ApplyAsync(Bob, Disabled));
    }

    [Fact]
    public async Task A_disabled_administrator_and_a_role_of_a_similar_name_do_not_count()
    {
        await AddUserAsync(Alice, Role.Administrator);
        await AddUserAsync(Bob, Role.Administrator);
        await AddUserAsync(new("carol"), "admins", "my-admin", "Admin");
        Assert.IsType<AccountUpdate.Updated>(await ApplyAsync(Bob, Disabled));

        Assert.IsType<AccountUpdate.LastAdministrator>(await ApplyAsync(Alice, Demoted));
        Assert.IsType<AccountUpdate.Updated>(await ApplyAsync(Bob, Demoted));
        Assert.IsType<AccountRemoval.Removed>(await RemoveAsync(Bob));
    }

    [Fact]
    public async Task One_of_two_goes_and_the_other_one_stays()
    {
        await AddUserAsync(Alice, Role.Administrator);
        await AddUserAsync(Bob, Role.Administrator);

        Assert.IsType<AccountRemoval.Removed>(await RemoveAsync(Bob));
        Assert.IsType<AccountRemoval.LastAdministrator>(await RemoveAsync(Alice));
    }

    [Fact]
    public async Task By_force_the_last_one_goes()
    {
        await AddUserAsync(Alice, Role.Administrator);
        var user = (await Node.Accounts.FindAsync(Alice, Stop))!;

        Assert.IsType<AccountUpdate.Updated>(await Node.Accounts.UpdateAsync(
            new(user, Disabled(user) with { ConcurrencyStamp = "second" }) { MayTakeLastAdministrator = true }, Stop));
        await ApplyAsync(Alice, static user => user with { DisabledAt = null });
        Assert.IsType<AccountRemoval.Removed>(await Node.Accounts.RemoveAsync(Alice, actor: null, removal: null, mail: null, force: true, Stop));
    }

    [Fact]
    public async Task Of_administrators_who_take_themselves_and_each_other_away_at_once_one_is_left()
    {
        Node[] nodes = [Node, await OpenAsync()];
        for (var round = 0; round < 15; round++)
        {
            UserId[] administrators = [.. Enumerable.Range(0, 4).Select(number => new UserId($"admin-{round}-{number}"))];
            var actors = new List<Actor>();
            foreach (var administrator in administrators)
            {
                await AddUserAsync(administrator, Role.Administrator);
                actors.Add(new(administrator, (await SignInAsync(administrator)).SessionId, Role.Administrator));
            }

            await Race.RunAsync(8, async racer =>
            {
                var store = nodes[racer % 2].Accounts;
                var subject = administrators[racer % 4];

                // Of themselves at first; then of the next one, so that two take each other away.
                var actor = actors[(racer + (racer / 4)) % 4];
                return racer % 3 == 0
                    ? (object)await store.RemoveAsync(subject, actor, removal: null, mail: null, force: false, Stop)
                    : await ApplyAsync(subject, racer % 3 == 1 ? Demoted : Disabled, store, actor);
            });

            var left = (await Node.Accounts.SearchAsync(new(""), Stop)).Users.Where(static user => user.IsAdministrator).ToArray();
            Assert.NotEmpty(left);
            foreach (var user in left)
            {
                await Node.Accounts.RemoveAsync(new(user.Id), actor: null, removal: null, mail: null, force: true, Stop);
            }
        }
    }

    private static CardeaUser Demoted(CardeaUser user) => user with { Roles = [.. user.Roles.Except([Role.Administrator])] };

    private CardeaUser Disabled(CardeaUser user) => user with { DisabledAt = Clock.GetUtcNow() };

    private Task<AccountRemoval> RemoveAsync(UserId id) => Node.Accounts.RemoveAsync(id, actor: null, removal: null, mail: null, force: false, Stop);

    private async Task<AccountUpdate> ApplyAsync(UserId id, Func<CardeaUser, CardeaUser> change, IAccountStore? store = null, Actor? actor = null)
    {
        store ??= Node.Accounts;
        while (await store.FindAsync(id, Stop) is { } user)
        {
            var after = change(user) with { ConcurrencyStamp = $"{user.ConcurrencyStamp}'" };
            if (await store.UpdateAsync(new(user, after) { Actor = actor }, Stop) is var update and not AccountUpdate.Stale)
            {
                return update;
            }
        }

        return new AccountUpdate.Stale();
    }
}
