using Cardea.Accounts;
using Cardea.External;
using Cardea.Rotation;

namespace Cardea.Stores.Tests.Contract;

/// <summary>An account at a provider belongs to one user, whatever happens at once.</summary>
public abstract class ExternalLoginTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private const string Issuer = "https://id.example.org";

    [Fact]
    public async Task A_user_is_added_with_a_login_and_found_by_it()
    {
        var user = NewUser("ada", "1");

        Assert.True(await Node.Accounts.AddAsync(user, Stop));

        Assert.Equivalent(user, await Node.Accounts.FindByExternalLoginAsync(Issuer, "1", Stop), strict: true);
        Assert.Null(await Node.Accounts.FindByExternalLoginAsync(Issuer + "/", "1", Stop));
        Assert.Null(await Node.Accounts.FindByExternalLoginAsync(Issuer, "10", Stop));
    }

    [Fact]
    public async Task A_subject_has_255_characters_and_its_case_counts()
    {
        var (subject, other) = (new string('x', ExternalLogin.MaximumSubject), new string('X', ExternalLogin.MaximumSubject));
        Assert.True(await Node.Accounts.AddAsync(NewUser("ada", subject), Stop));
        Assert.True(await Node.Accounts.AddAsync(NewUser("bob", other), Stop));

        Assert.Equal("ada", (await Node.Accounts.FindByExternalLoginAsync(Issuer, subject, Stop))!.Id);
        Assert.Equal("bob", (await Node.Accounts.FindByExternalLoginAsync(Issuer, other, Stop))!.Id);
    }

    [Fact]
    public async Task Of_twenty_who_register_with_one_login_at_once_one_gets_it_and_the_others_leave_nothing()
    {
        Node[] nodes = [Node, await OpenAsync()];

        var added = await Race.RunAsync(20, racer => nodes[racer % 2].Accounts.AddAsync(NewUser($"user-{racer}", "1"), Stop));

        Assert.Single(added, true);
        Assert.Equal($"user-{Array.IndexOf(added, true)}", Assert.Single((await Node.Accounts.SearchAsync(new(""), Stop)).Users).Id);
    }

    [Fact]
    public async Task Of_twenty_users_who_link_one_login_at_once_one_gets_it()
    {
        Node[] nodes = [Node, await OpenAsync()];
        var users = new CardeaUser[20];
        for (var i = 0; i < users.Length; i++)
        {
            users[i] = await AddUserAsync(new($"user-{i}"));
        }

        var updates = await Race.RunAsync(20, racer => nodes[racer % 2].Accounts.UpdateAsync(Link(users[racer], NewLogin("1")), Stop));

        Assert.Single(updates, static update => update is AccountUpdate.Updated);
        Assert.Equal(19, updates.Count(static update => update is AccountUpdate.ExternalLoginTaken));
        Assert.Equal(
            $"user-{Array.FindIndex(updates, static update => update is AccountUpdate.Updated)}", (await Node.Accounts.FindByExternalLoginAsync(Issuer, "1", Stop))!.Id);
    }

    [Fact]
    public async Task A_registration_and_a_link_with_one_login_at_once_leave_it_with_one_user()
    {
        for (var round = 0; round < 10; round++)
        {
            var subject = $"round-{round}";
            var user = await AddUserAsync(new($"linker-{round}"));

            var (isAdded, update) = await Race.RunAsync(
                () => Node.Accounts.AddAsync(NewUser($"newcomer-{round}", subject), Stop),
                () => Node.Accounts.UpdateAsync(Link(user, NewLogin(subject)), Stop));

            Assert.NotEqual(isAdded, update is AccountUpdate.Updated);
        }
    }

    [Fact]
    public async Task Logins_are_replaced_as_a_whole()
    {
        var user = await AddUserAsync(Alice);
        await Node.Accounts.UpdateAsync(Link(user, NewLogin("1"), NewLogin("2")), Stop);
        user = (await Node.Accounts.FindAsync(Alice, Stop))!;

        await Node.Accounts.UpdateAsync(Link(user, NewLogin("2") with { Label = "other" }, NewLogin("3")), Stop);

        var stored = (await Node.Accounts.FindAsync(Alice, Stop))!.ExternalLogins;
        Assert.Equal([("2", "other"), ("3", "ada@example.org")], stored.Select(static login => (login.Subject, login.Label!)).Order());
        Assert.Null(await Node.Accounts.FindByExternalLoginAsync(Issuer, "1", Stop));
    }

    [Fact]
    public async Task An_import_leaves_out_a_login_that_is_taken()
    {
        await Node.Accounts.AddAsync(NewUser("ada", "1"), Stop);

        var added = await Node.Accounts.ImportAsync([NewUser("bob", "1"), NewUser("eve", "2")], static _ => null, Stop);

        Assert.Equal(["bob", "eve"], added.Order());
        Assert.Equal("ada", (await Node.Accounts.FindByExternalLoginAsync(Issuer, "1", Stop))!.Id);
        Assert.Empty((await Node.Accounts.FindAsync(new("bob"), Stop))!.ExternalLogins);
        Assert.Equal("eve", (await Node.Accounts.FindByExternalLoginAsync(Issuer, "2", Stop))!.Id);
    }

    [Fact]
    public async Task A_removed_user_leaves_the_login_to_others()
    {
        await Node.Accounts.AddAsync(NewUser("ada", "1"), Stop);
        await Node.Accounts.RemoveAsync(new("ada"), actor: null, removal: null, mail: null, force: false, Stop);

        Assert.Null(await Node.Accounts.FindByExternalLoginAsync(Issuer, "1", Stop));
        Assert.True(await Node.Accounts.AddAsync(NewUser("bob", "1"), Stop));
    }

    [Fact]
    public async Task Unlinking_ends_the_sessions_that_began_with_the_login_and_no_others()
    {
        var user = NewUser("ada", "1");
        await Node.Accounts.AddAsync(user, Stop);
        var byProvider = NewSession(new("ada"), user.SecurityStamp) with { Provider = new(Issuer, "1", Sid: null, IssuedAt: null, AuthTime: null) };
        await Node.Sessions.CreateAsync(byProvider, Stop);
        var byPassword = NewSession(new("ada"), user.SecurityStamp);
        await Node.Sessions.CreateAsync(byPassword, Stop);

        var update = Assert.IsType<AccountUpdate.Updated>(await Node.Accounts.UpdateAsync(
            Link(user) with { EndsOfLogins = [NewLogin("1")] }, Stop));

        Assert.Equal([byProvider.Id], update.Revoked.Select(static revoked => revoked.SessionId));
        Assert.IsType<RotationOutcome.Ended>(await RotateAsync(byProvider.FirstToken));
        await RotateAsync<RotationOutcome.Rotated>(byPassword.FirstToken);
    }

    private CardeaUser NewUser(string id, string subject) => new()
    {
        Id = id,
        Email = $"{id}@example.org",
        SecurityStamp = "first",
        ConcurrencyStamp = "first",
        CreatedAt = Clock.GetUtcNow(),
        ExternalLogins = [NewLogin(subject)],
    };

    private ExternalLogin NewLogin(string subject) => new(Issuer, subject, "ada@example.org", Clock.GetUtcNow());

    private static AccountWrite Link(CardeaUser user, params ExternalLogin[] logins) =>
        new(user, user with { ConcurrencyStamp = CardeaUser.NewStamp(), ExternalLogins = logins });
}
