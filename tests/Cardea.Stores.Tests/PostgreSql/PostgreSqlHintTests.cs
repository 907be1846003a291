using Cardea.Revocation;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Stores.Tests.Contract;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.Stores.Tests.PostgreSql;

/// <summary>Other nodes are woken by what is revoked, and by nothing else; whoever can't be woken knows.</summary>
public sealed class PostgreSqlHintTests : StoreTests<PgBouncerTestDatabase>
{
    private string Direct => Database.Cluster.ConnectionString(Database.Name);

    [Fact]
    public async Task A_hint_wakes_other_nodes_and_no_step_of_the_store_gives_one()
    {
        await using var services = Resolve(Direct);
        await using var other = Resolve(Database.ConnectionString);
        var hints = 0;
        await using var listening = await ListenAsync(services, () => Interlocked.Increment(ref hints));
        await AddUserAsync(Alice);
        for (var i = 0; i < 20; i++)
        {
            var token = await RotateAsync<RotationOutcome.Rotated>(await SignInAsync(Alice));
            await ReceiveAsync(token);
            await Node.Sessions.EndAsync(token.SessionId, Alice, EndReason.LoggedOut, Stop);
            await Node.Sessions.RecallAllAsync(Alice, Stop);
        }

        // Notifications come in the order of their commits: when this one is there, no other came before it.
        other.GetRequiredService<IRevocationHints>().Announce();
        await EventuallyAsync(() => Volatile.Read(ref hints) > 0);
        Assert.Equal(1, Volatile.Read(ref hints));
    }

    [Fact]
    public async Task Many_hints_in_a_row_become_few_and_the_last_one_is_given()
    {
        await using var services = Resolve(Direct);
        var hints = 0;
        await using var listening = await ListenAsync(services, () => Interlocked.Increment(ref hints));
        await using (var other = Resolve(Direct))
        {
            for (var i = 0; i < 10_000; i++)
            {
                other.GetRequiredService<IRevocationHints>().Announce();
            }
        }

        await EventuallyAsync(() => Volatile.Read(ref hints) > 0);
        Assert.InRange(Volatile.Read(ref hints), 1, 5_000);
    }

    [Fact]
    public async Task A_database_that_takes_no_notification_still_ends_and_recalls()
    {
        // As with a full queue: every NOTIFY fails.
        await Database.ExecuteAsync("REVOKE EXECUTE ON FUNCTION pg_notify(text, text) FROM PUBLIC");
        await using var services = Resolve(Direct);
        var (first, second) = (await SignInAsync(Alice), await SignInAsync(Alice));

        Assert.IsType<SessionEnd.Ended>(await Node.Sessions.EndAsync(first.SessionId, Alice, EndReason.LoggedOut, Stop));
        services.GetRequiredService<IRevocationHints>().Announce();
        Assert.Single(await Node.Sessions.RecallAllAsync(Alice, Stop));
        Assert.Single(await Node.Sessions.EndAllAsync(Alice, except: null, EndReason.LoggedOut, Stop));
        await Node.Revocations.WriteBackAsync([RevokedSession.Ended(NewSession(Alice).Id, RevocationLife)], Stop);
        Assert.IsType<RotationOutcome.Ended>(await RotateAsync(second));
    }

    [Fact]
    public async Task A_pooler_that_swallows_notifications_is_found_out()
    {
        await using var services = Resolve(Database.ConnectionString);

        var failure = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => services.GetRequiredService<IRevocationHints>().ListenAsync(static () => { }, static () => { }, Stop));

        Assert.Contains("ConnectionStrings:CardeaDirect", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_direct_connection_listens_past_the_pooler()
    {
        await using var services = Resolve(Database.ConnectionString, Direct);
        var hints = 0;
        await using var listening = await ListenAsync(services, () => Interlocked.Increment(ref hints));

        services.GetRequiredService<IRevocationHints>().Announce();

        await EventuallyAsync(() => Volatile.Read(ref hints) > 0);
    }

    [Fact]
    public async Task A_direct_connection_to_another_database_is_found_out()
    {
        await using var services = Resolve(Direct, Database.Cluster.ConnectionString("postgres"));

        await Assert.ThrowsAsync<StoreUnavailableException>(
            () => services.GetRequiredService<IRevocationHints>().ListenAsync(static () => { }, static () => { }, Stop));
    }

    [Fact]
    public async Task A_listener_whose_connection_is_lost_says_so()
    {
        await using var services = Resolve(Direct);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var begun = new TaskCompletionSource();
        var listening = services.GetRequiredService<IRevocationHints>().ListenAsync(begun.SetResult, static () => { }, stop.Token);
        await begun.Task;

        await Database.ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{Database.Name}' AND application_name LIKE '% listener'");

        await Assert.ThrowsAsync<StoreUnavailableException>(() => listening);
    }

    private ServiceProvider Resolve(string connectionString, string? directConnectionString = null) =>
        new CardeaBuilder(new ServiceCollection().AddSingleton(Options).AddSingleton<TimeProvider>(Clock))
            .AddPostgreSql(connectionString, directConnectionString)
            .Services.BuildServiceProvider();

    private static async Task<IAsyncDisposable> ListenAsync(ServiceProvider services, Action hint)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var listening = services.GetRequiredService<IRevocationHints>().ListenAsync(begun.SetResult, hint, stop.Token);
        await Task.WhenAny(begun.Task, listening);
        Assert.True(begun.Task.IsCompleted, listening.Exception?.ToString());
        return new Listening(listening, stop);
    }

    private static async Task EventuallyAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), patience.Token);
        }
    }

    private sealed class Listening(Task listening, CancellationTokenSource stop) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listening);
            stop.Dispose();
        }
    }
}
