using Cardea.Accounts;
using Cardea.Mail;
using Cardea.Rotation;
using Cardea.Tokens;

namespace Cardea.Stores.Tests.Contract;

/// <summary>The mark of a breached password: it is of the password that was compared, comes with one mail, and goes with the password.</summary>
public abstract class BreachTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Fact]
    public async Task A_mark_is_made_once_with_its_mail_and_every_refresh_tells_it()
    {
        var user = await AddAsync(Alice.Value);
        var token = await SignInAsync(Alice);
        Assert.False(Assert.IsType<RotationOutcome.Rotated>(await RotateAsync(token)).Grant.Subject.IsPasswordBreached);
        var mail = NewMail();

        Assert.True(await MarkAsync(Node, user, mail));
        Assert.False(await MarkAsync(Node, user, NewMail()));

        Assert.Equal(Clock.GetUtcNow(), (await FindAsync()).PasswordBreachedAt);
        Assert.Equal(mail.Id, Assert.Single(await Node.Outbox.ClaimAsync(10, Stop)).Id);
        var repeated = Assert.IsType<RotationOutcome.Repeated>(await RotateAsync(token));
        Assert.True(repeated.Grant.Subject.IsPasswordBreached);
        Assert.True(Assert.IsType<RotationOutcome.Rotated>(await RotateAsync(repeated.Grant.Successor!)).Grant.Subject.IsPasswordBreached);
        var elsewhere = await SignInAsync(new("user-of-an-app"));
        Assert.False(Assert.IsType<RotationOutcome.Rotated>(await RotateAsync(elsewhere)).Grant.Subject.IsPasswordBreached);
    }

    [Fact]
    public async Task A_credential_that_has_changed_a_closed_account_and_an_unknown_one_are_not_marked()
    {
        var user = await AddAsync(Alice.Value);
        Assert.False(await MarkAsync(Node, user with { SecurityStamp = "of before" }, NewMail()));
        Assert.False(await MarkAsync(Node, user with { Id = "nobody" }, NewMail()));
        Assert.IsType<AccountUpdate.Updated>(await Node.Accounts.UpdateAsync(new(user, user with { DisabledAt = Clock.GetUtcNow() }), Stop));

        Assert.False(await MarkAsync(Node, user, NewMail()));

        Assert.Null((await FindAsync()).PasswordBreachedAt);
        Assert.Empty(await Node.Outbox.ClaimAsync(10, Stop));
    }

    [Fact]
    public async Task A_change_that_read_the_user_before_does_not_lose_the_mark()
    {
        var user = await AddAsync(Alice.Value);
        Assert.True(await MarkAsync(Node, user, NewMail()));

        Assert.IsType<AccountUpdate.Stale>(await Node.Accounts.UpdateAsync(
            new(user, user.Apply(new AccountChange(new AccountEffect.VerifyEmail()))), Stop));

        var marked = await FindAsync();
        Assert.IsType<AccountUpdate.Updated>(await Node.Accounts.UpdateAsync(
            new(marked, marked.Apply(new AccountChange(new AccountEffect.Rehash("the same password, hashed anew")))), Stop));
        Assert.NotNull((await FindAsync()).PasswordBreachedAt);
    }

    [Fact]
    public async Task Of_many_marks_at_once_one_is_made()
    {
        Node[] nodes = [Node, await OpenAsync()];
        var user = await AddAsync(Alice.Value);

        var made = await Race.RunAsync(16, racer => MarkAsync(nodes[racer % 2], user, NewMail()));

        Assert.Single(made, static isMade => isMade);
        Assert.Single(await Node.Outbox.ClaimAsync(100, Stop));
    }

    [Fact]
    public async Task A_new_password_is_never_marked_whatever_races_with_it()
    {
        Node[] nodes = [Node, await OpenAsync()];
        for (var round = 0; round < 20; round++)
        {
            var user = await AddAsync($"user-{round}");
            var made = await Race.RunAsync(8, async racer => racer == 4
                ? await ChangePasswordAsync(nodes[1], new(user.Id))
                : await MarkAsync(nodes[racer % 2], user, NewMail()));

            var after = (await Node.Accounts.FindAsync(new(user.Id), Stop))!;
            Assert.Equal(("another hash", null), (after.PasswordHash, after.PasswordBreachedAt));
            Assert.True(made.Count(static isMade => isMade) <= 1);
            Assert.Equal(made.Count(static isMade => isMade), (await Node.Outbox.ClaimAsync(100, Stop)).Count);
        }
    }

    // As every change does: with the user as they are, until nobody comes in between.
    private static async Task<bool> ChangePasswordAsync(Node node, UserId id)
    {
        AccountUpdate update;
        do
        {
            var user = (await node.Accounts.FindAsync(id, Stop))!;
            update = await node.Accounts.UpdateAsync(new(user, user.Apply(new AccountChange(new AccountEffect.SetPassword("another hash")))), Stop);
        }
        while (update is AccountUpdate.Stale);

        Assert.IsType<AccountUpdate.Updated>(update);
        return false;
    }

    private static Task<bool> MarkAsync(Node node, CardeaUser user, OutboxMail mail) =>
        node.Accounts.MarkBreachedAsync(new(user.Id), user.SecurityStamp, mail, Stop);

    private async Task<CardeaUser> FindAsync() => (await Node.Accounts.FindAsync(Alice, Stop))!;

    private async Task<CardeaUser> AddAsync(string id)
    {
        var user = new CardeaUser
        {
            Id = id,
            Email = $"{id}@example.org",
            PasswordHash = "hash",
            SecurityStamp = CardeaUser.NewStamp(),
            ConcurrencyStamp = CardeaUser.NewStamp(),
            CreatedAt = Clock.GetUtcNow(),
        };
        Assert.True(await Node.Accounts.AddAsync(user, Stop));
        return user;
    }

    private OutboxMail NewMail() => new(Guid.CreateVersion7(Clock.GetUtcNow()), Alice, new byte[] { 1, 2, 3 }, Clock.GetUtcNow() + TimeSpan.FromDays(1));
}
