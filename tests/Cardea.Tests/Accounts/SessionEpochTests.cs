using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Passwords;

namespace Cardea.Tests.Accounts;

/// <summary>A sign-in that is overtaken by an end of all sessions: the epoch that it takes along is that of before the hash.</summary>
public sealed class SessionEpochTests
{
    private const string Email = "ada@example.org";

    [Fact]
    public async Task The_epoch_of_a_user_of_Cardea_is_read_before_the_password_is_hashed()
    {
        using var hashing = new HashingQueue(atOnce: 1, waiting: 1);
        using var accounts = AccountsInProcess.OfCardea(hashing);
        Assert.Equal(0, (await accounts.RegisteredAsync(Email)).Epochs.Session);

        Assert.Equal(0, (await OvertakenAsync(accounts, hashing, accounts.Store.EndAll)).Epochs.Session);
        Assert.Equal(1, (await accounts.VerifyPasswordAsync(Email))!.Epochs.Session);
    }

    [Fact]
    public async Task The_epoch_of_an_apps_user_is_read_before_the_password_is_hashed()
    {
        using var store = new AppUserStore();
        using var hashing = new HashingQueue(atOnce: 1, waiting: 1);
        using var accounts = AccountsInProcess.OfAnApp(store, hashing);
        await accounts.RegisteredAsync(Email);

        Assert.Equal(0, (await OvertakenAsync(accounts, hashing, () => accounts.Sessions.Epoch++)).Epochs.Session);
        Assert.Equal(1, (await accounts.VerifyPasswordAsync(Email))!.Epochs.Session);
    }

    [Fact]
    public async Task A_new_hash_of_the_password_does_not_write_the_epoch()
    {
        using var accounts = AccountsInProcess.OfCardea();
        await accounts.RegisteredAsync(Email);
        accounts.Options.Passwords.Iterations = 2;
        accounts.Store.BeforeWrite = () =>
        {
            accounts.Store.EndAll();
            return Task.CompletedTask;
        };

        Assert.Equal(0, (await accounts.VerifyPasswordAsync(Email))!.Epochs.Session);
        Assert.Equal(1, Assert.Single(accounts.Store.Users).SessionEpoch);
    }

    // All sessions end while the password waits for its hash.
    private static async Task<Account> OvertakenAsync(AccountsInProcess accounts, HashingQueue hashing, Action endAll)
    {
        using var done = new ManualResetEventSlim();
        var busy = hashing.RunAsync(() => done.Wait(TimeSpan.FromMinutes(1)), "", TestContext.Current.CancellationToken);
        var verifying = accounts.VerifyPasswordAsync(Email);
        Assert.False(verifying.IsCompleted);

        endAll();
        done.Set();
        await busy;
        return (await verifying)!;
    }
}
