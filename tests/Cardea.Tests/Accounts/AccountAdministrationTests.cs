using Cardea.Accounts;
using Cardea.Revocation;
using Microsoft.Extensions.Time.Testing;

namespace Cardea.Tests.Accounts;

public sealed class AccountAdministrationTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly InMemoryAccountStore _store = new();
    private readonly AccountAdministration _administration;

    public AccountAdministrationTests()
    {
        var feed = new RevocationFeed(new RevocationIndex(_clock));
        _administration = new(_store, new(_store, feed), feed, _clock);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_locked_account_is_disabled_until_it_is_unlocked()
    {
        var id = await AddAsync();
        var lockedAt = _clock.GetUtcNow();
        await _administration.LockAsync(id, "test", Cancellation);
        _clock.Advance(TimeSpan.FromDays(1));
        await _administration.LockAsync(id, "test", Cancellation);
        Assert.Equal(lockedAt, _store.Users[0].DisabledAt);

        await _administration.UnlockAsync(id, "test", Cancellation);
        Assert.Null(_store.Users[0].DisabledAt);
    }

    [Fact]
    public async Task Roles_are_given_and_taken_and_the_rest_stays()
    {
        var id = await AddAsync("reader", "writer");

        await _administration.ChangeRolesAsync(id, ["admin", "reader"], ["writer"], "test", Cancellation);

        Assert.Equal(["reader", "admin"], _store.Users[0].Roles);
    }

    [Fact]
    public async Task A_sign_in_that_saw_the_user_as_before_is_overtaken()
    {
        var id = await AddAsync();

        await _administration.ChangeRolesAsync(id, ["admin"], [], "test", Cancellation);

        Assert.NotEqual("first", _store.Users[0].SecurityStamp);
    }

    [Fact]
    public async Task Asking_for_roles_changes_nothing()
    {
        var id = await AddAsync("reader");

        Assert.Equal(["reader"], (await _administration.ChangeRolesAsync(id, [], [], "test", Cancellation))!.Roles);
        Assert.Equal("first", _store.Users[0].SecurityStamp);
    }

    [Fact]
    public async Task What_somebody_else_changed_meanwhile_is_kept()
    {
        var id = await AddAsync();
        _store.BeforeWrite = () =>
        {
            _store.Change(static user => user.EmailVerified = true);
            return Task.CompletedTask;
        };

        await _administration.LockAsync(id, "test", Cancellation);

        Assert.True(_store.Users[0].EmailVerified);
        Assert.NotNull(_store.Users[0].DisabledAt);
    }

    [Fact]
    public async Task There_is_nothing_to_change_of_somebody_who_is_not_there() =>
        Assert.Null(await _administration.LockAsync(new("nobody"), "test", Cancellation));

    private async Task<UserId> AddAsync(params string[] roles)
    {
        await _store.AddAsync(
            new CardeaUser { Id = "alice", Email = "alice@example.org", SecurityStamp = "first", ConcurrencyStamp = "first", Roles = roles }, Cancellation);
        return new("alice");
    }
}
