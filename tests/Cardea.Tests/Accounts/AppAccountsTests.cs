using Cardea.AspNetCore.Accounts;

namespace Cardea.Tests.Accounts;

public sealed class AppAccountsTests : IDisposable
{
    private const string Email = "ada@example.org";

    private readonly AppUserStore _store = new();
    private readonly AccountsInProcess _accounts;

    public AppAccountsTests() => _accounts = AccountsInProcess.OfAnApp(_store);

    public void Dispose()
    {
        _accounts.Dispose();
        _store.Dispose();
    }

    [Fact]
    public async Task An_apps_own_users_register_and_sign_in()
    {
        var registered = await _accounts.RegisteredAsync(" Ada@Example.ORG");

        Assert.Equal((_store.Only.Id, Email), (registered.Id.Value, registered.Email));
        Assert.Equal(Email, _store.Only.UserName);
        Assert.Equivalent(registered, await _accounts.VerifyPasswordAsync("ADA@example.org"), strict: true);
        Assert.Equivalent(registered, await _accounts.FindAsync(registered.Id), strict: true);
        Assert.Null(await _accounts.VerifyPasswordAsync(Email, "wrong horse battery staple"));
        Assert.Null(await _accounts.VerifyPasswordAsync("eve@example.org"));
        Assert.IsType<Registration.EmailTaken>(await _accounts.RegisterAsync("ADA@example.org"));
    }

    [Fact]
    public async Task An_address_is_taken_by_a_user_of_another_name_too()
    {
        await _accounts.RegisteredAsync(Email);
        (_store.Only.UserName, _store.Only.NormalizedUserName) = ("countess", "COUNTESS");

        Assert.IsType<Registration.EmailTaken>(await _accounts.RegisterAsync(Email));
        Assert.NotNull(await _accounts.VerifyPasswordAsync(Email));
    }

    [Fact]
    public async Task Their_normal_form_stays_the_apps()
    {
        await _accounts.RegisteredAsync(Email);

        Assert.Equal("ADA@EXAMPLE.ORG", _store.Only.NormalizedEmail);
    }

    [Fact]
    public async Task There_is_no_stamp_that_the_session_store_could_compare() =>
        Assert.Null((await _accounts.RegisteredAsync(Email)).SecurityStamp);

    [Fact]
    public async Task Whoever_is_locked_out_is_refused_like_a_wrong_password_until_it_is_over()
    {
        var account = await _accounts.RegisteredAsync(Email);
        _store.Only.LockoutEnd = _accounts.Clock.GetUtcNow().AddMinutes(5);

        Assert.Equal(1, await _accounts.CountHashesAsync(async () => Assert.Null(await _accounts.VerifyPasswordAsync(Email))));
        Assert.Null(await _accounts.FindAsync(account.Id));

        _accounts.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.NotNull(await _accounts.VerifyPasswordAsync(Email));
        Assert.NotNull(await _accounts.FindAsync(account.Id));
    }

    [Fact]
    public async Task Of_two_that_register_at_the_same_moment_one_is_registered()
    {
        using var race = new Barrier(2);
        _store.Race = race;
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => _accounts.RegisterAsync(Email))));

        Assert.Single(outcomes.OfType<Registration.Registered>());
        Assert.Single(outcomes.OfType<Registration.EmailTaken>());
    }

    [Fact]
    public async Task The_policy_replaces_the_rules_of_composition()
    {
        // No capital, no digit, no sign.
        await _accounts.RegisteredAsync(Email, "a long line of small letters");

        Assert.IsType<Registration.Invalid>(await _accounts.RegisterAsync("eve@example.org", "Passw0rd!Passw0rd!"));
    }
}
