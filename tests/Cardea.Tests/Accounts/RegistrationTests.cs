using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Passwords;
using Cardea.AspNetCore.Problems;

namespace Cardea.Tests.Accounts;

public sealed class RegistrationTests : IDisposable
{
    private readonly AccountsInProcess _accounts = AccountsInProcess.OfCardea();

    public void Dispose() => _accounts.Dispose();

    [Fact]
    public async Task A_new_account_is_stored_as_it_is_described()
    {
        var account = await _accounts.RegisteredAsync(" Ada@Example.ORG ");
        var user = Assert.Single(_accounts.Store.Users);

        Assert.Equal("ada@example.org", user.Email);
        Assert.Equal((user.Id, user.Email, user.SecurityStamp), (account.Id.Value, account.Email, account.SecurityStamp));
        Assert.Equal(_accounts.Clock.GetUtcNow(), user.CreatedAt);
        Assert.StartsWith("$argon2id$v=19$m=64,t=1,p=1$", user.PasswordHash, StringComparison.Ordinal);
        Assert.NotEmpty(user.SecurityStamp);
        Assert.NotEmpty(user.ConcurrencyStamp);
        Assert.False(account.EmailVerified || user.EmailVerified);
        Assert.Empty(account.Roles);
    }

    [Fact]
    public async Task Every_account_has_an_id_and_stamps_of_its_own()
    {
        await _accounts.RegisteredAsync("ada@example.org");
        await _accounts.RegisteredAsync("eve@example.org");
        var (ada, eve) = (_accounts.Store.Users[0], _accounts.Store.Users[1]);

        Assert.NotEqual(ada.Id, eve.Id);
        Assert.NotEqual(ada.SecurityStamp, eve.SecurityStamp);
        Assert.NotEqual(ada.PasswordHash, eve.PasswordHash);
    }

    [Theory]
    [InlineData("ada@b\u00FCcher.example")]
    [InlineData("ADA@B\u00DCCHER.example")]
    [InlineData(" ada@xn--bcher-kva.example\n")]
    [InlineData("ada@bu\u0308cher.example")]
    public async Task An_address_is_taken_in_every_spelling(string spelling)
    {
        await _accounts.RegisteredAsync("ada@b\u00FCcher.example");

        Assert.IsType<Registration.EmailTaken>(await _accounts.RegisterAsync(spelling));
        Assert.Single(_accounts.Store.Users);
    }

    [Fact]
    public async Task Of_twenty_at_once_with_one_address_one_is_registered()
    {
        for (var round = 0; round < 20; round++)
        {
            string[] spellings = [$"ada{round}@example.org", $" ADA{round}@EXAMPLE.org"];
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => _accounts.RegisterAsync(spellings[i % 2]))));

            Assert.Single(outcomes.OfType<Registration.Registered>());
            Assert.Equal(19, outcomes.OfType<Registration.EmailTaken>().Count());
        }
    }

    [Fact]
    public async Task Whoever_is_overtaken_at_the_last_moment_finds_the_address_taken()
    {
        _accounts.Store.BeforeWrite = () => _accounts.RegisteredAsync("ada@example.org");

        Assert.IsType<Registration.EmailTaken>(await _accounts.RegisterAsync("ada@example.org"));
        Assert.Single(_accounts.Store.Users);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", "")]
    [InlineData("ada", "short")]
    [InlineData("ada@example.org, eve@example.org", "passwordpassword")]
    public async Task What_is_wrong_with_both_is_said_at_once(string? email, string? password)
    {
        var errors = await ErrorsAsync(email, password);

        Assert.Equal(["email", "password"], errors.Keys.Order());
        Assert.All(errors.Values, static reasons => Assert.NotEmpty(reasons));
        Assert.Empty(_accounts.Store.Users);
    }

    [Fact]
    public async Task An_address_that_is_too_long_is_called_so()
    {
        var errors = await ErrorsAsync($"{new string('a', 300)}@example.org", AccountsInProcess.GoodPassword);

        Assert.Contains("254", Assert.Single(errors["email"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_finding_about_a_password_is_said()
    {
        var errors = await ErrorsAsync("ada@example.org", "password");

        Assert.DoesNotContain("email", errors.Keys);
        Assert.Equal(2, errors["password"].Length);
    }

    [Fact]
    public async Task A_password_made_from_the_address_is_refused()
    {
        var errors = await ErrorsAsync("Augusta.Ada.King@example.org", "augusta.ada.king1852");

        Assert.Contains("e-mail address", Assert.Single(errors["password"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_hashed_that_is_refused() =>
        Assert.Equal(0, await _accounts.CountHashesAsync(() => _accounts.RegisterAsync("ada@example.org", "short")));

    [Fact]
    public async Task While_the_store_is_away_nobody_is_told_that_an_address_is_taken()
    {
        _accounts.Store.Away = true;

        await Assert.ThrowsAsync<StoreUnavailableException>(() => _accounts.RegisterAsync("ada@example.org"));
    }

    [Fact]
    public async Task When_too_many_wait_nothing_is_stored()
    {
        using var full = new HashingQueue(atOnce: 1, waiting: 0);
        using var accounts = AccountsInProcess.OfCardea(full);
        using var done = new ManualResetEventSlim();
        var busy = full.RunAsync(() => done.Wait(TimeSpan.FromMinutes(1)), "", TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<OverloadedException>(() => accounts.RegisterAsync("ada@example.org"));
        Assert.Empty(accounts.Store.Users);

        done.Set();
        await busy;
        await accounts.RegisteredAsync("ada@example.org");
    }

    private async Task<IReadOnlyDictionary<string, string[]>> ErrorsAsync(string? email, string? password) =>
        Assert.IsType<Registration.Invalid>(await _accounts.RegisterAsync(email, password)).Errors;
}
