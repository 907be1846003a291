using Cardea.AspNetCore.Sweeping;
using Cardea.Sweeping;
using Cardea.Tests.Accounts;

namespace Cardea.Tests.Sweeping;

/// <summary>One sweep deletes the accounts whose deletion is due, and removes expired rows.</summary>
public sealed class SweepsTests : IDisposable
{
    private static readonly SweptRule Sessions = new("sessions", Removed: 5, Partitions: 0, Backlog: 0, TimeSpan.Zero);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private readonly AccountsInProcess _accounts = AccountsInProcess.OfCardea();

    public void Dispose() => _accounts.Dispose();

    [Fact]
    public async Task Due_accounts_are_deleted_and_told_as_a_rule()
    {
        await _accounts.RegisteredAsync("stays@example.org");
        await AskDeletionAsync("goes@example.org");
        await AskDeletionAsync("goes.too@example.org");

        var swept = await new Sweeps(new OneRule(), _accounts.Clock, _accounts.Removal).RunAsync(TimeSpan.FromMinutes(1), Stop);

        Assert.Equal([new SweptRule("accounts", Removed: 2, Partitions: 0, Backlog: 0, TimeSpan.Zero), Sessions], swept);
        Assert.Equal(["stays@example.org"], _accounts.Store.Users.Select(static user => user.Email));
    }

    [Fact]
    public async Task Without_time_one_account_is_deleted_and_the_rest_waits()
    {
        await AskDeletionAsync("first@example.org");
        await AskDeletionAsync("second@example.org");

        var swept = await new Sweeps(new OneRule(), _accounts.Clock, _accounts.Removal).RunAsync(TimeSpan.Zero, Stop);

        Assert.Equal((1L, 1L), (swept[0].Removed, swept[0].Backlog));
        Assert.Equal(["second@example.org"], _accounts.Store.Users.Select(static user => user.Email));
    }

    [Fact]
    public async Task The_users_of_an_app_are_left_to_the_app() =>
        Assert.Equal([Sessions], await new Sweeps(new OneRule(), _accounts.Clock).RunAsync(TimeSpan.FromMinutes(1), Stop));

    private async Task AskDeletionAsync(string email)
    {
        await _accounts.RegisteredAsync(email);
        _accounts.Store.Change(user => user with { DeletionAskedAt = _accounts.Clock.GetUtcNow(), DisabledAt = _accounts.Clock.GetUtcNow() });
    }

    private sealed class OneRule : ISweeper
    {
        public Task<IReadOnlyList<SweptRule>> SweepAsync(TimeSpan budget, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<SweptRule>>([Sessions]);
    }
}
