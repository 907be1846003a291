using Cardea.Audit;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Stores.Tests.Contract;

/// <summary>A user proves again who they are. Only the refresh token that comes along moves the session's generation.</summary>
public abstract class ReauthenticationTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Fact]
    public async Task Without_the_token_only_the_proof_moves()
    {
        await AddUserAsync(Alice, "admin");
        var token = await RotateAsync<RotationOutcome.Rotated>(await SignInAsync(Alice));
        var before = await ReadAsync(token);
        Clock.Advance(TimeSpan.FromHours(1));

        var kept = Assert.IsType<RotationOutcome.Kept>(await ProveAsync(token.SessionId, presented: null));

        Assert.Null(kept.Grant.Successor);
        AssertProved(kept);
        Assert.Equal(["admin"], kept.Grant.Subject.Roles!);
        Assert.Equal(before with { AuthTime = Clock.GetUtcNow() }, await ReadAsync(token));
        AssertProved(Assert.IsType<RotationOutcome.Rotated>(await RotateAsync(token)));
        Assert.Single(await ReadProofsAsync());
    }

    [Fact]
    public async Task Without_the_token_a_lost_answer_makes_no_thief_of_the_client()
    {
        await RestartAsync(options => options.RefreshGrace = TimeSpan.FromSeconds(1));
        var token = await SignInAsync(Alice);
        await ProveAsync(token.SessionId, presented: null);
        Clock.Advance(TimeSpan.FromSeconds(1.3));
        var next = await RotateAsync<RotationOutcome.Rotated>(token);

        // A second tab.
        AssertSame(next, await RotateAsync<RotationOutcome.Repeated>(token));
    }

    [Fact]
    public async Task With_the_token_a_lost_answer_makes_no_thief_of_the_client()
    {
        await RestartAsync(options => options.RefreshGrace = TimeSpan.FromSeconds(1));
        var token = await SignInAsync(Alice);
        Assert.IsType<RotationOutcome.Rotated>(await ProveAsync(token.SessionId, token));
        Clock.Advance(TimeSpan.FromSeconds(1.3));
        var next = await RotateAsync<RotationOutcome.Reissued>(token);

        AssertSame(next, await RotateAsync<RotationOutcome.Repeated>(token));
    }

    [Fact]
    public async Task With_the_token_the_session_moves_by_the_table_and_so_does_the_proof()
    {
        var first = await SignInAsync(Alice);
        Clock.Advance(TimeSpan.FromHours(1));

        var rotated = Assert.IsType<RotationOutcome.Rotated>(await ProveAsync(first.SessionId, first));

        AssertSame(first.Next(), rotated.Grant.Successor!);
        AssertProved(rotated);
        Assert.Equal(new(1, 0, 0, 0, Clock.GetUtcNow(), Clock.GetUtcNow()), await ReadAsync(first));
        Clock.Advance(TimeSpan.FromSeconds(1));
        var repeated = Assert.IsType<RotationOutcome.Repeated>(await ProveAsync(first.SessionId, first));
        AssertProved(repeated);
        Assert.Equal(new(1, 0, 0, 0, Clock.GetUtcNow() - TimeSpan.FromSeconds(1), Clock.GetUtcNow()), await ReadAsync(first));
        Clock.Advance(Options.RefreshGrace);
        var reissued = Assert.IsType<RotationOutcome.Reissued>(await ProveAsync(first.SessionId, first));
        AssertProved(reissued);
        Assert.Equal(new(2, 0, 0, 1, Clock.GetUtcNow(), Clock.GetUtcNow()), await ReadAsync(first));
        Assert.Equal([reissued.Recall], await ReadRevokedAsync());
        Assert.Equal(3, (await ReadProofsAsync()).Count());
    }

    [Fact]
    public async Task A_database_that_fell_back_is_healed_by_the_token_of_a_proof()
    {
        var first = await SignInAsync(Alice);
        await Database.SaveAsync();
        var second = await RotateAsync<RotationOutcome.Rotated>(first);
        await Database.FallBackAsync();

        var healed = Assert.IsType<RotationOutcome.Healed>(await ProveAsync(first.SessionId, second));

        AssertProved(healed);
        Assert.Equal(new(2, 0, 1, 0, Clock.GetUtcNow(), Clock.GetUtcNow()), await ReadAsync(first));
        Assert.Contains(await Node.Events.ReadAsync(Alice, before: null, 10, Stop), static happened => happened.Kind == SecurityEventKind.SessionHealed);
    }

    [Fact]
    public async Task A_token_that_is_refused_stores_nothing()
    {
        var (here, elsewhere) = (await SignInAsync(Alice), await SignInAsync(Alice));
        var before = (await ReadAsync(here), await ReadAsync(elsewhere));
        Clock.Advance(TimeSpan.FromHours(1));

        Assert.IsType<RotationOutcome.Unknown>(await ProveAsync(here.SessionId, Key.Begin(here.SessionId)));
        Assert.IsType<RotationOutcome.Unknown>(await ProveAsync(here.SessionId, elsewhere));

        Assert.Equal(before, (await ReadAsync(here), await ReadAsync(elsewhere)));
        Assert.Empty(await ReadProofsAsync());
    }

    [Fact]
    public async Task A_token_of_another_session_is_refused_whatever_its_generation_and_ends_nothing()
    {
        // By its generation alone, one would be a replay here, and the other would heal.
        var here = await RotateAsync<RotationOutcome.Rotated>(await RotateAsync<RotationOutcome.Rotated>(await SignInAsync(Alice)));
        var older = await SignInAsync(Alice);
        var newer = await SignInAsync(Alice);
        for (var i = 0; i < 3; i++)
        {
            newer = await RotateAsync<RotationOutcome.Rotated>(newer);
        }

        Clock.Advance(Options.RefreshGrace);
        var before = (await ReadAsync(here), await ReadAsync(older), await ReadAsync(newer));

        Assert.IsType<RotationOutcome.Unknown>(await ProveAsync(here.SessionId, older));
        Assert.IsType<RotationOutcome.Unknown>(await ProveAsync(here.SessionId, newer));

        Assert.Equal(before, (await ReadAsync(here), await ReadAsync(older), await ReadAsync(newer)));
        Assert.Empty(await ReadRevokedAsync());
        Assert.Empty(await ReadProofsAsync());
    }

    [Fact]
    public async Task A_replayed_token_ends_the_session_and_proves_nothing()
    {
        var first = await SignInAsync(Alice);
        await RotateAsync<RotationOutcome.Rotated>(await RotateAsync<RotationOutcome.Rotated>(first));
        Clock.Advance(Options.RefreshGrace);

        var replayed = Assert.IsType<RotationOutcome.Replayed>(await ProveAsync(first.SessionId, first));

        Assert.Equal([replayed.End], await ReadRevokedAsync());
        Assert.Equal(StoreProcess.Start, (await ReadAsync(first)).AuthTime);
        Assert.Empty(await ReadProofsAsync());
        Assert.Contains(await Node.Events.ReadAsync(Alice, before: null, 10, Stop), static happened => happened.Kind == SecurityEventKind.TokenReplayed);
        Assert.Single(await Node.Outbox.ClaimAsync(10, Stop));
        Assert.IsType<RotationOutcome.Ended>(await ProveAsync(first.SessionId, presented: null));
    }

    [Fact]
    public async Task A_client_that_hangs_up_does_not_stop_the_end_of_a_replayed_session()
    {
        var first = await SignInAsync(Alice);
        var last = await RotateAsync<RotationOutcome.Rotated>(await RotateAsync<RotationOutcome.Rotated>(first));
        Clock.Advance(Options.RefreshGrace);
        using var leaving = new CancellationTokenSource();

        await Record.ExceptionAsync(() => Node.Rotations.ReauthenticateAsync(
            new(first.SessionId, Alice, ["pwd"], first),
            Happened(first.SessionId),
            (outcome, device) =>
            {
                leaving.Cancel();
                return Presenting.Report(outcome, device);
            },
            leaving.Token));

        Assert.IsType<RotationOutcome.Ended>(await RotateAsync(last));
    }

    [Fact]
    public async Task What_is_over_or_of_another_user_is_not_proved()
    {
        var (ended, idle) = (await SignInAsync(Alice), await SignInAsync(Alice));
        Assert.IsType<RotationOutcome.Unknown>(await ProveAsync(ended.SessionId, presented: null, new("bob")));
        Assert.IsType<RotationOutcome.Unknown>(await ProveAsync(ended.SessionId, ended, new("bob")));
        Assert.IsType<RotationOutcome.Unknown>(await ProveAsync(NewSession(Alice).Id, presented: null));
        await Node.Sessions.EndAsync(ended.SessionId, Alice, EndReason.LoggedOut, Stop);
        Assert.IsType<RotationOutcome.Ended>(await ProveAsync(ended.SessionId, presented: null));
        Assert.IsType<RotationOutcome.Ended>(await ProveAsync(ended.SessionId, ended));
        Clock.Advance(Options.IdleTimeout);

        Assert.IsType<RotationOutcome.Expired>(await ProveAsync(idle.SessionId, presented: null));
        Assert.IsType<RotationOutcome.Expired>(await ProveAsync(idle.SessionId, idle));
        Assert.Empty(await ReadProofsAsync());
    }

    [Fact]
    public async Task A_proof_that_cannot_be_told_moves_nothing()
    {
        var token = await SignInAsync(Alice);
        var before = await ReadAsync(token);
        Clock.Advance(TimeSpan.FromHours(1));
        await Database.RefuseInsertsAsync("events");

        await Assert.ThrowsAnyAsync<Exception>(() => ProveAsync(token.SessionId, token));
        await Assert.ThrowsAnyAsync<Exception>(() => ProveAsync(token.SessionId, presented: null));

        Assert.Equal(before, await ReadAsync(token));
    }

    [Fact]
    public async Task Beside_refreshes_nobody_is_thrown_out()
    {
        var other = await OpenAsync();
        for (var round = 0; round < 40; round++)
        {
            var token = await SignInAsync(Alice);
            var presented = round % 2 == 0 ? token : null;

            var (proved, rotated) = await Race.RunAsync(() => ProveAsync(token.SessionId, presented), () => other.Rotations.RotateAsync(token, Stop));

            AssertProved(Assert.IsType<RotationOutcome.Continued>(proved, exactMatch: false));
            AssertSame(token.Next(), Assert.IsType<RotationOutcome.Continued>(rotated, exactMatch: false).Grant.Successor!);
            Assert.Equal(1, (await ReadAsync(token)).Generation);
            await RotateAsync<RotationOutcome.Repeated>(token);
        }
    }

    private void AssertProved(RotationOutcome.Continued continued) =>
        Assert.Equal((Clock.GetUtcNow(), "pwd otp hwk"), (continued.Grant.Subject.AuthTime, string.Join(' ', continued.Grant.Subject.Amr)));

    private Task<RotationOutcome> ProveAsync(SessionId session, RefreshToken? presented, UserId? owner = null) =>
        Node.Rotations.ReauthenticateAsync(new(session, owner ?? Alice, ["pwd", "otp", "hwk"], presented), Happened(session), Presenting.Report, Stop);

    private SecurityEvent Happened(SessionId session) => SecurityEvent.Of(SecurityEventKind.Reauthenticated, Alice, session, device: null, Clock.GetUtcNow());

    private async Task<IEnumerable<SecurityEvent>> ReadProofsAsync() =>
        (await Node.Events.ReadAsync(Alice, before: null, 20, Stop)).Where(static happened => happened.Kind == SecurityEventKind.Reauthenticated);
}
