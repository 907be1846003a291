using Cardea.Attempts;
using Cardea.Audit;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Stores.Tests.Contract;
using Cardea.Tokens;

namespace Cardea.Stores.Tests.PostgreSql;

/// <summary>The server goes away, and comes back. Nothing here takes longer than seconds, whatever is wrong with it.</summary>
public sealed class PostgreSqlOutageTests : StoreTests<LonelyPostgreSqlTestDatabase>
{
    // A request that is never answered, as opposed to one that takes its time.
    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_server_that_was_stopped_makes_the_store_unavailable_until_it_is_back()
    {
        var token = await SignInAsync(Alice);
        await Database.Cluster.CrashAsync();

        await AssertUnavailableAsync(token);
        await Database.Cluster.StartServerAsync();

        await RotateAsync<RotationOutcome.Rotated>(token);
        Assert.Single(await Node.Sessions.ListAsync(Alice, Stop));
    }

    [Fact]
    public async Task A_server_that_hangs_makes_the_store_unavailable_until_it_goes_on()
    {
        var token = await SignInAsync(Alice);
        await using (await Database.Cluster.HangAsync())
        {
            await AssertUnavailableAsync(token);
        }

        // What was on its way to the server may have been done: the client, who was told nothing, asks again.
        Assert.IsType<RotationOutcome.Continued>(await RotateAsync(token), exactMatch: false);
        Assert.NotEmpty(await Node.Sessions.ListAsync(Alice, Stop));
    }

    [Fact]
    public async Task Attempts_and_refused_sign_ins_wait_for_no_standby_and_what_changes_something_does()
    {
        var limit = new AttemptLimit(AttemptKey.OfMail("alice@example.org"), 1, TimeSpan.FromMinutes(1));
        await Database.Cluster.ExecuteAsync("postgres", "ALTER SYSTEM SET synchronous_standby_names = 'away'", "SELECT pg_reload_conf()");

        // The server takes the setting up when it comes to it.
        for (var commits = 0; await Record.ExceptionAsync(() => AddEventAsync(SecurityEventKind.LoggedOut)) is not StoreUnavailableException; commits++)
        {
            Assert.True(commits < 1000, "What changes something waits for no standby.");
        }

        var reserved = Assert.IsType<AttemptReservation.Reserved>(await Node.Attempts.ReserveAsync([limit], guess: null, Stop));
        Assert.IsType<AttemptReservation.Refused>(await Node.Attempts.ReserveAsync([limit], guess: null, Stop));
        await Node.Attempts.GiveBackAsync(reserved, Stop);
        await AddEventAsync(SecurityEventKind.SignInFailed);
        await AddEventAsync(SecurityEventKind.SecondFactorFailed);

        Task AddEventAsync(SecurityEventKind kind) =>
            Node.Events.AddAsync(SecurityEvent.Of(kind, Alice, session: null, device: null, Clock.GetUtcNow()), Stop);
    }

    [Fact]
    public async Task A_crash_loses_no_end_and_no_user_and_heals_what_it_lost()
    {
        for (var round = 0; round < 5; round++)
        {
            var user = await AddUserAsync(new($"user-{round}"));
            var ended = await SignInAsync(new(user.Id));
            await Node.Sessions.EndAsync(ended.SessionId, new(user.Id), EndReason.LoggedOut, Stop);
            var token = await SignInAsync(new(user.Id));
            for (var i = 0; i < 20; i++)
            {
                token = await RotateAsync<RotationOutcome.Rotated>(token);
            }

            await Database.Cluster.CrashAsync();
            await Database.Cluster.StartServerAsync();
            _ = await Record.ExceptionAsync(() => RotateAsync(token));

            Assert.IsType<RotationOutcome.Continued>(await RotateAsync(token), exactMatch: false);
            Assert.IsType<RotationOutcome.Ended>(await RotateAsync(ended));
            Assert.Contains(ended.SessionId, (await ReadRevokedAsync()).Select(revoked => revoked.SessionId));
        }
    }

    [Fact]
    public async Task A_position_from_before_a_failover_reads_everything_again()
    {
        var token = await SignInAsync(Alice);
        await Node.Sessions.EndAsync(token.SessionId, Alice, EndReason.LoggedOut, Stop);
        var read = (await ReadFeedAsync()).Position;
        Assert.Empty((await ReadFeedAsync(from: read)).Revocations);
        await Database.Cluster.FailOverAsync();
        _ = await Record.ExceptionAsync(() => ReadFeedAsync(from: read));

        var page = await ReadFeedAsync(from: read);
        Assert.True(page.Begins);
        Assert.Equal(token.SessionId, Assert.Single(page.Revocations).Revoked.SessionId);
    }

    private async Task AssertUnavailableAsync(RefreshToken token)
    {
        var rotations = Enumerable.Range(0, 200).Select(_ => RotateAsync(token));
        var others = Enumerable.Range(0, 50).SelectMany(_ => new Task[]
        {
            Node.Sessions.ListAsync(Alice, Stop),
            Node.Sessions.CreateAsync(NewSession(Alice), Stop),
            Node.Accounts.FindAsync(Alice, Stop),
            Node.Keys.ReadAsync(Stop),
        });
        foreach (var asked in rotations.Concat(others).ToArray())
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(() => asked.WaitAsync(Forever, Stop));
        }
    }
}
