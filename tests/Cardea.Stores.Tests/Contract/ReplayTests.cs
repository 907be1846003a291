using Cardea.Audit;
using Cardea.Rotation;
using Cardea.Tokens;

namespace Cardea.Stores.Tests.Contract;

/// <summary>A replay ends its session, is in the audit and in the outbox: all of it at once, whatever happens, and only once.</summary>
public abstract class ReplayTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Fact]
    public async Task A_replay_is_told_once_with_the_end_of_its_session()
    {
        var (stolen, current) = await StealAsync();

        Assert.IsType<RotationOutcome.Replayed>(await RotateAsync(stolen));

        Assert.IsType<RotationOutcome.Ended>(await RotateAsync(stolen));
        Assert.IsType<RotationOutcome.Ended>(await RotateAsync(current));
        Assert.Equal(stolen.SessionId, Assert.Single(await ReadReplaysAsync()).Session);
        Assert.Equal(Alice, Assert.Single(await Node.Outbox.ClaimAsync(10, Stop)).Recipient);
        Assert.Equal(stolen.SessionId, Assert.Single(await ReadRevokedAsync()).SessionId);
    }

    [Theory]
    [InlineData("events")]
    [InlineData("outbox")]
    [InlineData("revocations")]
    public async Task A_replay_that_cannot_be_stored_whole_ends_nothing_and_is_found_again(string table)
    {
        var (stolen, current) = await StealAsync();
        await Database.RefuseInsertsAsync(table);

        await Assert.ThrowsAnyAsync<Exception>(() => RotateAsync(stolen));

        Assert.Single(await Node.Sessions.ListAsync(Alice, Stop));
        Assert.Empty(await ReadReplaysAsync());
        Assert.Empty(await ReadRevokedAsync());
        Assert.Empty(await Node.Outbox.ClaimAsync(10, Stop));
        await Database.AllowInsertsAsync(table);
        Assert.IsType<RotationOutcome.Replayed>(await RotateAsync(stolen));
        Assert.IsType<RotationOutcome.Ended>(await RotateAsync(current));
        Assert.Single(await ReadReplaysAsync());
        Assert.Single(await Node.Outbox.ClaimAsync(10, Stop));
    }

    [Fact]
    public async Task An_event_whose_id_is_taken_undoes_the_end_too()
    {
        var (stolen, current) = await StealAsync();
        var taken = SecurityEvent.Of(SecurityEventKind.LoggedOut, Alice, session: null, device: null, Clock.GetUtcNow());
        await Node.Events.AddAsync(taken, Stop);

        await Assert.ThrowsAnyAsync<Exception>(() => Node.Rotations.RotateAsync(stolen, (_, _) => new(taken, Mail: null), Stop));

        await RotateAsync<RotationOutcome.Rotated>(current);
        Assert.Empty(await ReadRevokedAsync());
    }

    [Fact]
    public async Task A_client_that_hangs_up_while_its_token_is_looked_at_does_not_stop_the_end()
    {
        var (stolen, current) = await StealAsync();
        using var leaving = new CancellationTokenSource();

        await Record.ExceptionAsync(() => Node.Rotations.RotateAsync(
            stolen,
            (outcome, device) =>
            {
                leaving.Cancel();
                return Presenting.Report(outcome, device);
            },
            leaving.Token));

        Assert.IsType<RotationOutcome.Ended>(await RotateAsync(current));
        Assert.Single(await ReadReplaysAsync());
        Assert.Single(await Node.Outbox.ClaimAsync(10, Stop));
    }

    [Fact]
    public async Task A_client_that_has_hung_up_before_changes_nothing()
    {
        var (stolen, current) = await StealAsync();
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Node.Rotations.RotateAsync(stolen, gone.Token));

        await RotateAsync<RotationOutcome.Rotated>(current);
    }

    /// <summary>A token that is older than a proved one, after the grace, and the current one.</summary>
    private async Task<(RefreshToken Stolen, RefreshToken Current)> StealAsync()
    {
        var stolen = await SignInAsync(Alice);
        var current = await RotateAsync<RotationOutcome.Rotated>(await RotateAsync<RotationOutcome.Rotated>(stolen));
        Clock.Advance(Options.RefreshGrace);
        return (stolen, current);
    }

    private async Task<IEnumerable<SecurityEvent>> ReadReplaysAsync() =>
        (await Node.Events.ReadAsync(Alice, before: null, 10, Stop)).Where(static happened => happened.Kind == SecurityEventKind.TokenReplayed);
}
