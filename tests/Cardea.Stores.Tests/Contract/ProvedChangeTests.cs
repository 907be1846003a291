using Cardea.Accounts;
using Cardea.Audit;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Stores.Tests.Contract;

/// <summary>A change such as that of a password, made in a session: the refresh token that comes along is rotated with it, or nothing is done.</summary>
public abstract class ProvedChangeTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Fact]
    public async Task Without_the_token_a_lost_answer_makes_no_thief_of_the_client()
    {
        await RestartAsync(options => options.RefreshGrace = TimeSpan.FromSeconds(1));
        await AddUserAsync(Alice);
        var token = await SignInAsync(Alice);
        var before = await ReadAsync(token);
        Clock.Advance(TimeSpan.FromHours(1));

        Assert.Null(Assert.IsType<RotationOutcome.Kept>((await ChangeAsync<AccountUpdate.Updated>(token.SessionId, presented: null)).Session).Grant.Successor);

        Assert.Equal(before with { AuthTime = Clock.GetUtcNow() }, await ReadAsync(token));
        Clock.Advance(TimeSpan.FromSeconds(1.3));
        var next = await RotateAsync<RotationOutcome.Rotated>(token);
        AssertSame(next, await RotateAsync<RotationOutcome.Repeated>(token));
    }

    [Fact]
    public async Task The_token_is_rotated_with_the_change_and_the_others_end()
    {
        await AddUserAsync(Alice);
        var (here, elsewhere) = (await SignInAsync(Alice), await SignInAsync(Alice));
        Clock.Advance(TimeSpan.FromHours(1));

        var update = await ChangeAsync<AccountUpdate.Updated>(here.SessionId, here);

        AssertSame(here.Next(), Assert.IsType<RotationOutcome.Rotated>(update.Session).Grant.Successor!);
        Assert.Equal(new(1, 0, 0, 0, Clock.GetUtcNow(), Clock.GetUtcNow()), await ReadAsync(here));
        Assert.Equal(elsewhere.SessionId, Assert.Single(update.Revoked).SessionId);
        Assert.Equal("new hash", (await Node.Accounts.FindAsync(Alice, Stop))!.PasswordHash);
    }

    [Fact]
    public async Task A_lost_answer_is_issued_again_and_its_recall_is_among_what_was_revoked()
    {
        await AddUserAsync(Alice);
        var token = await SignInAsync(Alice);
        await RotateAsync<RotationOutcome.Rotated>(token);
        Clock.Advance(Options.RefreshGrace);

        var update = await ChangeAsync<AccountUpdate.Updated>(token.SessionId, token);

        Assert.Equal([Assert.IsType<RotationOutcome.Reissued>(update.Session).Recall], update.Revoked);
        Assert.Equal(update.Revoked.ToHashSet(), (await ReadRevokedAsync()).ToHashSet());
    }

    [Fact]
    public async Task A_token_that_is_refused_changes_nothing()
    {
        await AddUserAsync(Alice);
        var (here, elsewhere) = (await SignInAsync(Alice), await SignInAsync(Alice));
        var before = (await ReadAsync(here), await ReadAsync(elsewhere));

        foreach (var presented in new[] { Key.Begin(here.SessionId), elsewhere })
        {
            Assert.IsType<RotationOutcome.Unknown>((await ChangeAsync<AccountUpdate.SessionRefused>(here.SessionId, presented)).Outcome);
        }

        Assert.Equal(before, (await ReadAsync(here), await ReadAsync(elsewhere)));
        await AssertUnchangedAsync();
        Assert.Empty(await ReadRevokedAsync());
    }

    [Fact]
    public async Task A_replayed_token_ends_its_session_and_changes_nothing_else()
    {
        await AddUserAsync(Alice);
        var (here, elsewhere) = (await SignInAsync(Alice), await SignInAsync(Alice));
        await RotateAsync<RotationOutcome.Rotated>(await RotateAsync<RotationOutcome.Rotated>(here));
        Clock.Advance(Options.RefreshGrace);

        var refused = await ChangeAsync<AccountUpdate.SessionRefused>(here.SessionId, here);

        Assert.Equal([Assert.IsType<RotationOutcome.Replayed>(refused.Outcome).End], await ReadRevokedAsync());
        await AssertUnchangedAsync(told: 1);
        await RotateAsync<RotationOutcome.Rotated>(elsewhere);
    }

    [Fact]
    public async Task A_session_that_is_over_changes_nothing()
    {
        await AddUserAsync(Alice);
        var token = await SignInAsync(Alice);
        await Node.Sessions.EndAsync(token.SessionId, Alice, EndReason.LoggedOut, Stop);

        Assert.IsType<RotationOutcome.Ended>((await ChangeAsync<AccountUpdate.SessionRefused>(token.SessionId, presented: null)).Outcome);

        await AssertUnchangedAsync();
    }

    [Fact]
    public async Task A_change_that_is_refused_for_another_reason_leaves_the_token_as_it_was()
    {
        await AddUserAsync(new("bob"));
        var user = await AddUserAsync(Alice);
        var token = await SignInAsync(Alice);
        var before = await ReadAsync(token);
        user = user with { Email = "bob@example.org" };

        Assert.IsType<AccountUpdate.EmailTaken>(await Node.Accounts.UpdateAsync(Ask(user, token.SessionId, token), Stop));

        Assert.Equal(before, await ReadAsync(token));
        await RotateAsync<RotationOutcome.Rotated>(token);
    }

    private static AccountWrite Ask(CardeaUser user, SessionId session, RefreshToken? presented)
    {
        return new(user, user with { ConcurrencyStamp = "second", PasswordHash = "new hash" })
        {
            Ends = new(EndReason.PasswordChanged, session),
            Proof = new(session, new(user.Id), ["pwd"], presented),
            Report = Presenting.Report,
            Event = SecurityEvent.Of(SecurityEventKind.PasswordChanged, new UserId(user.Id), session, device: null, StoreProcess.Start),
        };
    }

    private async Task<TUpdate> ChangeAsync<TUpdate>(SessionId session, RefreshToken? presented)
        where TUpdate : AccountUpdate =>
        Assert.IsType<TUpdate>(await Node.Accounts.UpdateAsync(Ask((await Node.Accounts.FindAsync(Alice, Stop))!, session, presented), Stop));

    private async Task AssertUnchangedAsync(int told = 0)
    {
        var user = (await Node.Accounts.FindAsync(Alice, Stop))!;
        Assert.Equal(("first", null, 0L), (user.ConcurrencyStamp, user.PasswordHash, user.SessionEpoch));
        var events = await Node.Events.ReadAsync(Alice, before: null, 10, Stop);
        Assert.DoesNotContain(events, static happened => happened.Kind == SecurityEventKind.PasswordChanged);
        Assert.Equal(told, events.Count(static happened => happened.Kind == SecurityEventKind.TokenReplayed));
        Assert.Equal(told, (await Node.Outbox.ClaimAsync(10, Stop)).Count);
    }
}
