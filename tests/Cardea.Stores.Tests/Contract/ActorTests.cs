using Cardea.Accounts;
using Cardea.Callers;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Stores.Tests.Contract;

/// <summary>Changes that are made through a session: the session is live and its user entitled in the change's own transaction, or nothing is done.</summary>
public abstract class ActorTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private static readonly UserId Bob = new("bob");

    [Fact]
    public async Task A_live_session_of_an_enabled_user_changes_the_account()
    {
        await AddUserAsync(Alice);
        var token = await SignInAsync(Alice);

        await ChangeAsync<AccountUpdate.Updated>(Alice, new(Alice, token.SessionId));

        Assert.Equal("new hash", (await Node.Accounts.FindAsync(Alice, Stop))!.PasswordHash);
    }

    [Fact]
    public async Task An_ended_session_changes_nothing()
    {
        await AddUserAsync(Alice);
        var (token, other) = (await SignInAsync(Alice), await SignInAsync(Alice));
        await Node.Sessions.EndAllAsync(Alice, except: other.SessionId, EndReason.PasswordChanged, Stop);

        await ChangeAsync<AccountUpdate.ActorRefused>(Alice, new(Alice, token.SessionId));
        await ChangeAsync<AccountUpdate.Updated>(Alice, new(Alice, other.SessionId));
    }

    [Fact]
    public async Task An_idle_session_and_the_session_of_another_user_change_nothing()
    {
        await AddUserAsync(Alice);
        await AddUserAsync(Bob);
        var (token, others) = (await SignInAsync(Alice), await SignInAsync(Bob));

        await ChangeAsync<AccountUpdate.ActorRefused>(Alice, new(Alice, others.SessionId));
        Clock.Advance(Options.IdleTimeout + TimeSpan.FromSeconds(1));
        await ChangeAsync<AccountUpdate.ActorRefused>(Alice, new(Alice, token.SessionId));
        await ChangeAsync<AccountUpdate.ActorRefused>(Alice, new(Alice, SessionId.Create(Clock.GetUtcNow().AddDays(1))));
    }

    [Fact]
    public async Task The_role_that_counts_is_the_stored_one()
    {
        var admin = await AddUserAsync(Alice, Role.Administrator);
        await AddUserAsync(Bob);
        var token = await SignInAsync(Alice);
        var actor = new Actor(Alice, token.SessionId, Role.Administrator);
        await ChangeAsync<AccountUpdate.Updated>(Bob, actor);

        // A demotion recalls tokens and does not end the session.
        await Node.Accounts.UpdateAsync(new(admin, admin with { Roles = [] }) { MayTakeLastAdministrator = true }, Stop);

        await ChangeAsync<AccountUpdate.ActorRefused>(Bob, actor);
        Assert.IsType<AccountRemoval.ActorRefused>(await Node.Accounts.RemoveAsync(Bob, actor, removal: null, mail: null, force: false, Stop));
        Assert.NotNull(await Node.Accounts.FindAsync(Bob, Stop));
    }

    [Fact]
    public async Task A_disabled_administrator_changes_nobody()
    {
        var admin = await AddUserAsync(Alice, Role.Administrator);
        await AddUserAsync(Bob);
        var token = await SignInAsync(Alice);
        await Node.Accounts.UpdateAsync(new(admin, admin with { DisabledAt = Clock.GetUtcNow() }) { MayTakeLastAdministrator = true }, Stop);

        await ChangeAsync<AccountUpdate.ActorRefused>(Bob, new(Alice, token.SessionId, Role.Administrator));
    }

    [Fact]
    public async Task A_live_session_removes_its_user()
    {
        await AddUserAsync(Alice);
        var token = await SignInAsync(Alice);

        Assert.IsType<AccountRemoval.Removed>(await Node.Accounts.RemoveAsync(Alice, new(Alice, token.SessionId), removal: null, mail: null, force: false, Stop));
    }

    [Fact]
    public async Task A_live_session_ends_others_and_itself()
    {
        var (acting, other) = (await SignInAsync(Alice), await SignInAsync(Alice));

        Assert.IsType<SessionEnd.Ended>(await EndAsync(new(Alice, acting.SessionId), other.SessionId, Alice));
        Assert.IsType<SessionEnd.Over>(await EndAsync(new(Alice, acting.SessionId), other.SessionId, Alice));
        Assert.IsType<SessionEnd.Ended>(await EndAsync(new(Alice, acting.SessionId), acting.SessionId, Alice));
        Assert.IsType<SessionEnd.ActorRefused>(await EndAsync(new(Alice, acting.SessionId), acting.SessionId, Alice));
    }

    [Fact]
    public async Task An_ended_session_ends_and_names_nothing()
    {
        var (ended, other) = (await SignInAsync(Alice), await SignInAsync(Alice));
        var actor = new Actor(Alice, ended.SessionId);
        await Node.Sessions.EndAsync(ended.SessionId, Alice, EndReason.LoggedOut, Stop);

        Assert.IsType<SessionEnd.ActorRefused>(await EndAsync(actor, other.SessionId, Alice));
        Assert.Null(await Node.Sessions.EndAllAsync(actor, Alice, except: null, EndReason.LoggedOut, Stop));
        Assert.IsType<SessionNaming.ActorRefused>(await Node.Sessions.RenameAsync(actor, other.SessionId, "mine", Stop));
        Assert.Null(Assert.Single(await Node.Sessions.ListAsync(Alice, Stop)).Device.Name);
    }

    [Fact]
    public async Task A_demoted_administrator_ends_no_session_of_another_user()
    {
        var admin = await AddUserAsync(Alice, Role.Administrator);
        await AddUserAsync(Bob);
        var (acting, others) = (await SignInAsync(Alice), await SignInAsync(Bob));
        var actor = new Actor(Alice, acting.SessionId, Role.Administrator);
        await Node.Accounts.UpdateAsync(new(admin, admin with { Roles = [] }) { MayTakeLastAdministrator = true }, Stop);

        Assert.IsType<SessionEnd.ActorRefused>(await EndAsync(actor, others.SessionId, Bob));
        Assert.Null(await Node.Sessions.EndAllAsync(actor, Bob, except: null, EndReason.Administrator, Stop));
        Assert.Single(await Node.Sessions.ListAsync(Bob, Stop));
    }

    [Fact]
    public async Task Many_sessions_that_end_all_at_once_end_all_and_only_one_of_them_does()
    {
        Node[] nodes = [Node, await OpenAsync()];
        var acting = new List<Actor>();
        for (var session = 0; session < 16; session++)
        {
            acting.Add(new(Alice, (await SignInAsync(Alice)).SessionId));
        }

        var ended = await Race.RunAsync(16, racer => nodes[racer % 2].Sessions.EndAllAsync(acting[racer], Alice, except: null, EndReason.LoggedOut, Stop));

        Assert.Equal(16, Assert.Single(ended, static revoked => revoked is not null)!.Count);
        Assert.Empty(await Node.Sessions.ListAsync(Alice, Stop));
    }

    [Fact]
    public async Task Of_many_changes_beside_the_end_of_their_session_none_comes_after_it()
    {
        Node[] nodes = [Node, await OpenAsync()];
        for (var round = 0; round < 10; round++)
        {
            var owner = new UserId($"racer-{round}");
            await AddUserAsync(owner);
            var actor = new Actor(owner, (await SignInAsync(owner)).SessionId);
            var ended = false;

            await Race.RunAsync(12, async racer =>
            {
                if (racer == 0)
                {
                    await nodes[1].Sessions.EndAsync(actor.Session, owner, EndReason.LoggedOut, Stop);
                    Volatile.Write(ref ended, true);
                    return true;
                }

                var store = nodes[racer % 2].Accounts;
                AccountUpdate update;
                bool wasEnded;
                do
                {
                    var user = (await store.FindAsync(owner, Stop))!;
                    wasEnded = Volatile.Read(ref ended);
                    update = await store.UpdateAsync(new(user, user with { ConcurrencyStamp = $"{racer} {user.ConcurrencyStamp}" }) { Actor = actor }, Stop);
                }
                while (update is AccountUpdate.Stale);

                Assert.False(wasEnded && update is AccountUpdate.Updated, "A change was stored after the end of its session had been answered.");
                return true;
            });

            Assert.IsType<AccountUpdate.ActorRefused>(await ApplyAsync(owner, actor));
        }
    }

    private Task<SessionEnd> EndAsync(Actor actor, SessionId session, UserId owner) =>
        Node.Sessions.EndAsync(actor, session, owner, EndReason.LoggedOut, Stop);

    private async Task ChangeAsync<TUpdate>(UserId subject, Actor actor)
    {
        var before = await Node.Accounts.FindAsync(subject, Stop);

        Assert.IsType<TUpdate>(await ApplyAsync(subject, actor));

        if (typeof(TUpdate) == typeof(AccountUpdate.ActorRefused))
        {
            Assert.Equivalent(before, await Node.Accounts.FindAsync(subject, Stop), strict: true);
        }
    }

    private async Task<AccountUpdate> ApplyAsync(UserId subject, Actor actor)
    {
        var user = (await Node.Accounts.FindAsync(subject, Stop))!;
        return await Node.Accounts.UpdateAsync(
            new(user, user with { ConcurrencyStamp = $"{user.ConcurrencyStamp}'", PasswordHash = "new hash" }) { Actor = actor }, Stop);
    }
}
