using Cardea.Accounts;
using Microsoft.AspNetCore.Identity;

namespace Cardea.Tests.Accounts;

public sealed class CardeaUserStoreTests : IDisposable
{
    private readonly AccountsInProcess _accounts = AccountsInProcess.OfCardea();

    public void Dispose() => _accounts.Dispose();

    [Theory]
    [InlineData("ada@example.org")]
    [InlineData(" ADA@EXAMPLE.ORG ")]
    public async Task A_user_is_found_by_every_spelling_of_name_and_address(string spelling)
    {
        var account = await _accounts.RegisteredAsync("Ada@Example.org");

        Assert.Equal(account.Id.Value, (await _accounts.WithUsersAsync(users => users.FindByNameAsync(spelling)))?.Id);
        Assert.Equal(account.Id.Value, (await _accounts.WithUsersAsync(users => users.FindByEmailAsync(spelling)))?.Id);
    }

    [Fact]
    public async Task Name_and_address_are_one()
    {
        await _accounts.RegisteredAsync("ada@example.org");
        var user = await FindAsync("ada@example.org");

        Assert.True((await _accounts.WithUsersAsync(users => users.SetEmailAsync(user, " Countess@Example.ORG"))).Succeeded);
        Assert.Equal("countess@example.org", Assert.Single(_accounts.Store.Users).Email);
        Assert.Equal("countess@example.org", await _accounts.WithUsersAsync(users => users.GetUserNameAsync(user)));
    }

    [Fact]
    public async Task What_is_no_address_is_no_name()
    {
        await _accounts.RegisteredAsync("ada@example.org");
        var user = await FindAsync("ada@example.org");
        var result = await _accounts.WithUsersAsync(users => users.SetEmailAsync(user, "ada"));

        Assert.Contains(result.Errors, static error => error.Code == nameof(IdentityErrorDescriber.InvalidUserName));
        Assert.Equal("ada@example.org", Assert.Single(_accounts.Store.Users).Email);
    }

    [Fact]
    public async Task Of_two_updates_that_began_at_once_one_fails()
    {
        await _accounts.RegisteredAsync("ada@example.org");
        var (one, other) = (await FindAsync("ada@example.org"), await FindAsync("ada@example.org"));

        Assert.True((await _accounts.WithUsersAsync(users => users.AddToRoleAsync(one, "admin"))).Succeeded);
        var late = await _accounts.WithUsersAsync(users => users.AddToRoleAsync(other, "editor"));
        Assert.Equal(nameof(IdentityErrorDescriber.ConcurrencyFailure), Assert.Single(late.Errors).Code);
        Assert.Equal(["admin"], Assert.Single(_accounts.Store.Users).Roles);
    }

    [Fact]
    public async Task An_address_taken_meanwhile_is_refused_by_the_store_and_another_may_be_tried()
    {
        await _accounts.RegisteredAsync("eve@example.org");
        await _accounts.RegisteredAsync("ada@example.org");
        var user = await FindAsync("ada@example.org");
        user.Email = "eve@example.org";
        var result = await _accounts.UpdateInStoreAsync(user);
        Assert.Equal(nameof(IdentityErrorDescriber.DuplicateEmail), Assert.Single(result.Errors).Code);

        user.Email = "countess@example.org";
        Assert.True((await _accounts.UpdateInStoreAsync(user)).Succeeded);
    }

    [Fact]
    public async Task Roles_are_kept_as_they_are_written()
    {
        await _accounts.RegisteredAsync("ada@example.org");
        var user = await FindAsync("ada@example.org");
        await _accounts.WithUsersAsync(users => users.AddToRolesAsync(user, ["admin", "Editor"]));

        Assert.Equal(["admin", "Editor"], Assert.Single(_accounts.Store.Users).Roles);
        Assert.True(await _accounts.WithUsersAsync(users => users.IsInRoleAsync(user, "admin")));
        Assert.False((await _accounts.WithUsersAsync(users => users.AddToRoleAsync(user, "admin"))).Succeeded);

        await _accounts.WithUsersAsync(users => users.RemoveFromRoleAsync(user, "admin"));
        Assert.Equal(["Editor"], Assert.Single(_accounts.Store.Users).Roles);
    }

    [Fact]
    public async Task Changing_the_password_changes_the_security_stamp_and_keeps_to_the_policy()
    {
        await _accounts.RegisteredAsync("ada@example.org");
        var stamp = Assert.Single(_accounts.Store.Users).SecurityStamp;
        var user = await FindAsync("ada@example.org");
        var refused = await _accounts.WithUsersAsync(users => users.ChangePasswordAsync(user, AccountsInProcess.GoodPassword, "passwordpassword"));
        Assert.Equal("PasswordCommon", Assert.Single(refused.Errors).Code);

        Assert.True((await _accounts.WithUsersAsync(users => users.ChangePasswordAsync(user, AccountsInProcess.GoodPassword, "another horse, another staple"))).Succeeded);
        Assert.NotEqual(stamp, Assert.Single(_accounts.Store.Users).SecurityStamp);
        Assert.NotNull(await _accounts.VerifyPasswordAsync("ada@example.org", "another horse, another staple"));
    }

    [Fact]
    public async Task Deleting_a_user_ends_their_sessions_before_it_answers()
    {
        var account = await _accounts.RegisteredAsync("ada@example.org");
        var user = await FindAsync("ada@example.org");

        Assert.True((await _accounts.WithUsersAsync(users => users.DeleteAsync(user))).Succeeded);
        Assert.True(_accounts.Index.Refuses(new(InMemoryAccountStore.SessionOf(account.Id), 0)));
        Assert.Empty(_accounts.Store.Users);
        Assert.False((await _accounts.WithUsersAsync(users => users.DeleteAsync(user))).Succeeded);
    }

    private async Task<CardeaUser> FindAsync(string email) =>
        await _accounts.WithUsersAsync(users => users.FindByEmailAsync(email)) ?? throw new InvalidOperationException(email);
}
