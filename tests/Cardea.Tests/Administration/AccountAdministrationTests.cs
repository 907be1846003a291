using Cardea.Accounts;
using Cardea.AspNetCore.Administration;
using Cardea.AspNetCore.Callers;
using Cardea.Tests.Accounts;
using Cardea.Tokens;

namespace Cardea.Tests.Administration;

public sealed class AccountAdministrationTests : IDisposable
{
    private readonly AccountsInProcess _accounts = AccountsInProcess.OfCardea();

    private static readonly Caller Operator = Caller.Program("test");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _accounts.Dispose();

    [Fact]
    public async Task A_locked_account_is_disabled_until_it_is_unlocked()
    {
        var id = await AddAsync();
        var lockedAt = _accounts.Clock.GetUtcNow();
        await _accounts.Administration.LockAsync(id, Operator, force: false, Cancellation);
        _accounts.Clock.Advance(TimeSpan.FromDays(1));
        await _accounts.Administration.LockAsync(id, Operator, force: false, Cancellation);
        Assert.Equal(lockedAt, _accounts.Store.Users[0].DisabledAt);

        await _accounts.Administration.UnlockAsync(id, Operator, Cancellation);
        Assert.Null(_accounts.Store.Users[0].DisabledAt);
    }

    [Fact]
    public async Task Roles_are_given_and_taken_and_the_rest_stays()
    {
        var id = await AddAsync("reader", "writer");

        await _accounts.Administration.ChangeRolesAsync(id, ["admin", "reader"], ["writer"], Operator, force: false, Cancellation);

        Assert.Equal(["reader", "admin"], _accounts.Store.Users[0].Roles);
    }

    [Fact]
    public async Task A_sign_in_that_saw_the_user_as_before_is_overtaken()
    {
        var id = await AddAsync();

        await _accounts.Administration.ChangeRolesAsync(id, ["admin"], [], Operator, force: false, Cancellation);

        Assert.NotEqual("first", _accounts.Store.Users[0].SecurityStamp);
    }

    [Fact]
    public async Task Asking_for_roles_changes_nothing()
    {
        var id = await AddAsync("reader");

        var unchanged = Assert.IsType<AdministrationOutcome.Done>(await _accounts.Administration.ChangeRolesAsync(id, [], [], Operator, force: false, Cancellation));
        Assert.Equal(["reader"], unchanged.User.Roles);
        Assert.Equal("first", _accounts.Store.Users[0].SecurityStamp);
    }

    [Fact]
    public async Task What_somebody_else_changed_meanwhile_is_kept()
    {
        var id = await AddAsync();
        _accounts.Store.BeforeWrite = () =>
        {
            _accounts.Store.Change(static user => user with { EmailVerified = true });
            return Task.CompletedTask;
        };

        await _accounts.Administration.LockAsync(id, Operator, force: false, Cancellation);

        Assert.True(_accounts.Store.Users[0].EmailVerified);
        Assert.NotNull(_accounts.Store.Users[0].DisabledAt);
    }

    [Fact]
    public async Task There_is_nothing_to_change_of_somebody_who_is_not_there() =>
        Assert.IsType<AdministrationOutcome.NotFound>(await _accounts.Administration.LockAsync(new("nobody"), Operator, force: false, Cancellation));

    private async Task<UserId> AddAsync(params string[] roles)
    {
        await _accounts.Store.AddAsync(
            new CardeaUser { Id = "alice", Email = "alice@example.org", SecurityStamp = "first", ConcurrencyStamp = "first", Roles = roles }, Cancellation);
        return new("alice");
    }
}
