using Cardea.Accounts;
using Cardea.AspNetCore.Passwords;
using Cardea.AspNetCore.Problems;
using Cardea.Tokens;

namespace Cardea.Tests.Accounts;

public sealed class PasswordVerificationTests : IDisposable
{
    private const string Email = "ada@example.org";

    private readonly AccountsInProcess _accounts = AccountsInProcess.OfCardea();

    public void Dispose() => _accounts.Dispose();

    [Theory]
    [InlineData("ada@example.org")]
    [InlineData(" ADA@Example.org ")]
    public async Task The_right_password_opens_the_account_by_every_spelling_of_its_address(string spelling)
    {
        var registered = await _accounts.RegisteredAsync(Email);
        var verified = await _accounts.VerifyPasswordAsync(spelling);

        Assert.Equivalent(registered, verified, strict: true);
    }

    [Fact]
    public async Task Roles_and_verification_are_those_of_now()
    {
        await _accounts.RegisteredAsync(Email);
        _accounts.Store.Change(static user => user with { Roles = ["admin", "editor"], EmailVerified = true });
        var account = await _accounts.VerifyPasswordAsync(Email);

        Assert.Equal(["admin", "editor"], account!.Roles);
        Assert.True(account.EmailVerified);
    }

    [Theory]
    [InlineData("correct horse battery staple ")]
    [InlineData(" correct horse battery staple")]
    [InlineData("Correct horse battery staple")]
    [InlineData("correct horse battery stapl")]
    [InlineData("correct horse battery staple\0")]
    [InlineData("correct hor\u017Fe battery staple")]
    [InlineData("\uFF43orrect horse battery staple")]
    public async Task A_password_is_compared_as_it_was_typed(string other)
    {
        await _accounts.RegisteredAsync(Email);

        Assert.Null(await _accounts.VerifyPasswordAsync(Email, other));
    }

    [Theory]
    [InlineData("caf\u00E9 cr\u00E8me br\u00FBl\u00E9e", "cafe\u0301 cre\u0300me bru\u0302le\u0301e")]
    [InlineData("cafe\u0301 cre\u0300me bru\u0302le\u0301e", "caf\u00E9 cr\u00E8me br\u00FBl\u00E9e")]
    [InlineData("\uD55C\uAE00 \uBE44\uBC00\uBC88\uD638 \uC544\uC8FC \uAE34 \uAC83 12", "\u1112\u1161\u11AB\u1100\u1173\u11AF \uBE44\uBC00\uBC88\uD638 \uC544\uC8FC \uAE34 \uAC83 12")]
    public async Task Every_keyboard_spells_a_password_the_same(string chosen, string typed)
    {
        await _accounts.RegisteredAsync(Email, chosen);

        Assert.NotNull(await _accounts.VerifyPasswordAsync(Email, typed));
    }

    [Fact]
    public async Task A_password_counts_to_its_last_byte()
    {
        var longest = string.Concat(Enumerable.Range(0, PasswordRules.MaximumBytes / 4).Select(static i => $"{i * 7919 % 1000:D3} "));
        await _accounts.RegisteredAsync(Email, longest);

        Assert.NotNull(await _accounts.VerifyPasswordAsync(Email, longest));
        Assert.Null(await _accounts.VerifyPasswordAsync(Email, longest[..^1] + "!"));
        Assert.Null(await _accounts.VerifyPasswordAsync(Email, longest + "!"));
    }

    [Fact]
    public async Task Whatever_is_wrong_costs_one_hash_and_gets_one_answer()
    {
        await _accounts.RegisteredAsync(Email);
        await RefusedAsync("nobody@example.org", AccountsInProcess.GoodPassword);
        await RefusedAsync("not an address", AccountsInProcess.GoodPassword);
        await RefusedAsync(null, AccountsInProcess.GoodPassword);
        await RefusedAsync(Email, "wrong horse battery staple");

        _accounts.Store.Change(static user => user with { DisabledAt = DateTimeOffset.UnixEpoch });
        await RefusedAsync(Email, AccountsInProcess.GoodPassword);
        await RefusedAsync(Email, "wrong horse battery staple");

        _accounts.Store.Change(static user => user with { DisabledAt = null, PasswordHash = null });
        await RefusedAsync(Email, AccountsInProcess.GoodPassword);

        _accounts.Store.Change(static user => user with { PasswordHash = "AQAAAAIAAYagAAAAEA==" });
        await RefusedAsync(Email, AccountsInProcess.GoodPassword);

        async Task RefusedAsync(string? email, string password) =>
            Assert.Equal(1, await _accounts.CountHashesAsync(async () => Assert.Null(await _accounts.VerifyPasswordAsync(email, password))));
    }

    [Fact]
    public async Task What_no_account_can_have_costs_no_hash_whatever_the_address()
    {
        await _accounts.RegisteredAsync(Email);
        foreach (var password in (string?[])[null, "", new('x', 1025), new('\u00E9', 513), new('x', 1_000_000), "half a character \uD83D", "\uDE00\uD83D"])
        {
            foreach (var email in (string[])[Email, "nobody@example.org"])
            {
                Assert.Equal(0, await _accounts.CountHashesAsync(async () => Assert.Null(await _accounts.VerifyPasswordAsync(email, password))));
            }
        }
    }

    [Fact]
    public async Task The_right_password_costs_one_hash()
    {
        await _accounts.RegisteredAsync(Email);

        Assert.Equal(1, await _accounts.CountHashesAsync(() => _accounts.VerifyPasswordAsync(Email)));
    }

    [Fact]
    public async Task A_weaker_hash_is_replaced_at_sign_in_and_the_security_stamp_stays()
    {
        await _accounts.RegisteredAsync(Email);
        var before = Assert.Single(_accounts.Store.Users);
        (_accounts.Options.Passwords.MemoryKiB, _accounts.Options.Passwords.Iterations) = (128, 2);

        Assert.Null(await _accounts.VerifyPasswordAsync(Email, "wrong horse battery staple"));
        Assert.Equal(before.PasswordHash, Assert.Single(_accounts.Store.Users).PasswordHash);

        var account = await _accounts.VerifyPasswordAsync(Email);
        var after = Assert.Single(_accounts.Store.Users);
        Assert.StartsWith("$argon2id$v=19$m=128,t=2,p=1$", after.PasswordHash, StringComparison.Ordinal);
        Assert.Equal(before.SecurityStamp, after.SecurityStamp);
        Assert.Equal(before.SecurityStamp, account!.SecurityStamp);
        Assert.NotEqual(before.ConcurrencyStamp, after.ConcurrencyStamp);

        Assert.Equal(1, await _accounts.CountHashesAsync(() => _accounts.VerifyPasswordAsync(Email)));
        Assert.Equal(after.PasswordHash, Assert.Single(_accounts.Store.Users).PasswordHash);
    }

    [Theory]
    [InlineData("AQAAAAIAAYagAAAAEJRLNoD/mFUpNGOTT79ckFqL8EiYQG1A/SnO+Tcyk72Kb6nVlUpwcHlelaTyV/q0Uw==")]
    [InlineData("ABgmnNu8MSWyexoAIhOBM6XQJnGrOGJgQAvbGSzOQm8lGEi0/oVcIytfShncBYbqAg==")]
    [InlineData("$2b$04$Yx72kOfbmjnjlBbq6r74menBCQJal4PwG3xZW7Hk01shlwBMhsE9a")]
    public async Task A_legacy_hash_is_replaced_at_sign_in_and_the_security_stamp_stays(string legacy)
    {
        await _accounts.RegisteredAsync(Email);
        _accounts.Store.Change(user => user with { PasswordHash = legacy });
        var before = Assert.Single(_accounts.Store.Users);

        Assert.Equal(1, await _accounts.CountHashesAsync(async () => Assert.Null(await _accounts.VerifyPasswordAsync(Email, "wrong horse battery staple"))));
        Assert.Equal(legacy, Assert.Single(_accounts.Store.Users).PasswordHash);

        var account = await _accounts.VerifyPasswordAsync(Email);
        var after = Assert.Single(_accounts.Store.Users);
        Assert.StartsWith("$argon2id$v=19$m=64,t=1,p=1$", after.PasswordHash, StringComparison.Ordinal);
        Assert.Equal(before.SecurityStamp, after.SecurityStamp);
        Assert.Equal(before.SecurityStamp, account!.SecurityStamp);
        Assert.NotNull(await _accounts.VerifyPasswordAsync(Email));
        Assert.Null(await _accounts.VerifyPasswordAsync(Email, "wrong horse battery staple"));
    }

    [Fact]
    public async Task A_password_changed_meanwhile_is_not_undone_by_the_new_hash_of_the_old_one()
    {
        await _accounts.RegisteredAsync(Email);
        var stamp = Assert.Single(_accounts.Store.Users).SecurityStamp;
        _accounts.Options.Passwords.Iterations = 2;
        _accounts.Store.BeforeWrite = () =>
        {
            _accounts.Store.Change(static user => user with { PasswordHash = "the new password's", SecurityStamp = "the new stamp" });
            return Task.CompletedTask;
        };
        var account = await _accounts.VerifyPasswordAsync(Email);

        // It was right when it was checked; the stamp of that moment keeps the session from beginning.
        Assert.Equal(stamp, account!.SecurityStamp);
        Assert.Equal("the new password's", Assert.Single(_accounts.Store.Users).PasswordHash);
        Assert.Equal("the new stamp", Assert.Single(_accounts.Store.Users).SecurityStamp);
    }

    [Fact]
    public async Task A_disabled_account_is_not_rehashed()
    {
        await _accounts.RegisteredAsync(Email);
        _accounts.Store.Change(static user => user with { DisabledAt = DateTimeOffset.UnixEpoch });
        var before = Assert.Single(_accounts.Store.Users).PasswordHash;
        _accounts.Options.Passwords.Iterations = 2;

        Assert.Null(await _accounts.VerifyPasswordAsync(Email));
        Assert.Equal(before, Assert.Single(_accounts.Store.Users).PasswordHash);
    }

    [Fact]
    public async Task When_too_many_wait_known_and_unknown_addresses_are_turned_away_alike()
    {
        using var full = new HashingQueue(atOnce: 1, waiting: 0);
        using var accounts = AccountsInProcess.OfCardea(full);
        await accounts.RegisteredAsync(Email);
        using var done = new ManualResetEventSlim();
        var busy = full.RunAsync(() => done.Wait(TimeSpan.FromMinutes(1)), "", TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<OverloadedException>(() => accounts.VerifyPasswordAsync(Email));
        await Assert.ThrowsAsync<OverloadedException>(() => accounts.VerifyPasswordAsync("nobody@example.org"));

        done.Set();
        await busy;
        Assert.NotNull(await accounts.VerifyPasswordAsync(Email));
    }

    [Fact]
    public async Task While_the_store_is_away_nothing_is_refused()
    {
        _accounts.Store.Away = true;

        await Assert.ThrowsAsync<StoreUnavailableException>(() => _accounts.VerifyPasswordAsync(Email));
    }

    [Fact]
    public async Task An_account_is_found_until_it_is_disabled_or_gone()
    {
        var account = await _accounts.RegisteredAsync(Email);
        Assert.Equivalent(account, await _accounts.FindAsync(account.Id), strict: true);
        Assert.Null(await _accounts.FindAsync(new UserId("nobody")));

        _accounts.Store.Change(static user => user with { DisabledAt = DateTimeOffset.UnixEpoch });
        Assert.Null(await _accounts.FindAsync(account.Id));
    }
}
