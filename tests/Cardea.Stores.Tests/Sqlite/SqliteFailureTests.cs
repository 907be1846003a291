using Cardea.Rotation;
using Cardea.Stores.Tests.Contract;
using Microsoft.Data.Sqlite;

namespace Cardea.Stores.Tests.Sqlite;

/// <summary>What goes wrong below: nobody sees SQLite's errors, and nothing is half done.</summary>
public sealed class SqliteFailureTests : StoreTests<SqliteTestDatabase>
{
    [Fact]
    public async Task A_lock_held_for_too_long_makes_the_store_unavailable_and_consumes_nothing()
    {
        var token = await SignInAsync(Alice);
        await using var impatient = new Node($"{Database.ConnectionString};Default Timeout=1", Options, Clock);
        var holder = await LockAsync();

        var failures = await Race.RunAsync(10, _ => Assert.ThrowsAsync<StoreUnavailableException>(() => impatient.Rotations.RotateAsync(token, Stop)));

        Assert.All(failures, failure => Assert.Contains("locked by another process", failure.Message, StringComparison.Ordinal));
        Assert.Single(await impatient.Sessions.ListAsync(Alice, Stop));
        await holder.DisposeAsync();
        Assert.IsType<RotationOutcome.Rotated>(await impatient.Rotations.RotateAsync(token, Stop));
    }

    [Fact]
    public async Task A_lock_held_for_a_moment_is_waited_for()
    {
        var token = await SignInAsync(Alice);
        var holder = await LockAsync();

        var rotations = Race.RunAsync(10, _ => Node.Rotations.RotateAsync(token, Stop));
        Assert.Single(await Node.Sessions.ListAsync(Alice, Stop));
        Assert.False(rotations.IsCompleted);
        await holder.DisposeAsync();

        Assert.All(await rotations, outcome => Assert.IsType<RotationOutcome.Continued>(outcome, exactMatch: false));
    }

    [Fact]
    public async Task A_caller_who_has_gone_is_not_served()
    {
        var token = await SignInAsync(Alice);
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Node.Rotations.RotateAsync(token, gone.Token));

        using var leaving = new CancellationTokenSource();
        var holder = await LockAsync();
        var waiting = Node.Rotations.RotateAsync(token, leaving.Token);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await holder.DisposeAsync();

        await RotateAsync<RotationOutcome.Rotated>(token);
    }

    [Fact]
    public async Task A_file_that_vanished_is_missed_and_not_replaced_by_an_empty_one()
    {
        await CloseAsync();
        File.Delete(Database.File);
        await using var node = new Node(Database.ConnectionString, Options, Clock);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => node.Sessions.CreateAsync(NewSession(Alice), Stop));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => node.Sessions.ListAsync(Alice, Stop));

        Assert.False(File.Exists(Database.File));
        await node.Schema.MigrateAsync(Stop);
        Assert.Empty(await node.Sessions.ListAsync(Alice, Stop));
    }

    [Fact]
    public async Task Damage_makes_the_store_unavailable()
    {
        var token = await SignInAsync(Alice);
        await CloseAsync();
        var bytes = await File.ReadAllBytesAsync(Database.File, Stop);
        bytes.AsSpan(4096).Fill(0xA5);
        await File.WriteAllBytesAsync(Database.File, bytes, Stop);
        await using var node = new Node(Database.ConnectionString, Options, Clock);

        var failure = await Assert.ThrowsAsync<StoreUnavailableException>(() => node.Rotations.RotateAsync(token, Stop));

        Assert.Contains("damaged", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("UPDATE", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_without_room_makes_the_store_unavailable_and_loses_nothing_that_was_answered()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no such limit.");
        var witness = new ChurnWitness();
        using var process = await OtherProcess.StartWithoutRoomAsync(Database.ConnectionString, blocks: 2000, Stop);

        var line = await process.AskAsync(StoreProcess.Churn, Stop);
        while (line is not null and not StoreProcess.Unavailable)
        {
            witness.Hear(line);
            line = await process.ReadAsync(Stop);
        }

        Assert.Equal(StoreProcess.Unavailable, line);
        Assert.True(witness.Sessions > 20);
        await witness.ConfirmAsync(Node, Stop);
    }

    /// <summary>Takes the write lock as another process would.</summary>
    private async Task<SqliteConnection> LockAsync()
    {
        var connection = new SqliteConnection($"{Database.ConnectionString};Pooling=False");
        await connection.OpenAsync(Stop);
        await using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        await command.ExecuteNonQueryAsync(Stop);
        return connection;
    }
}
