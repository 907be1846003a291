using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Stores.Tests.Contract;

/// <summary>Every row of the table of rotation outcomes, and its edges.</summary>
public abstract class RotationTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task The_current_token_moves_its_session_to_the_successor()
    {
        var first = await SignInAsync(Alice);

        var second = await RotateAsync<RotationOutcome.Rotated>(first);
        var third = await RotateAsync<RotationOutcome.Rotated>(second);

        AssertSame(first.Next(), second);
        AssertSame(second.Next(), third);
    }

    [Fact]
    public async Task A_rotation_says_whose_session_it_is_and_how_they_signed_in()
    {
        var first = await SignInAsync(Alice);
        var signedInAt = Clock.GetUtcNow();
        Clock.Advance(TimeSpan.FromHours(1));

        var rotated = Assert.IsType<RotationOutcome.Rotated>(await RotateAsync(first));
        var repeated = Assert.IsType<RotationOutcome.Repeated>(await RotateAsync(first));

        Assert.All([rotated.Grant.Subject, repeated.Grant.Subject], subject =>
        {
            Assert.Equal(Alice, subject.UserId);
            Assert.Equal(signedInAt, subject.AuthTime);
            Assert.Equal(["pwd", "otp"], subject.Amr);
        });
    }

    [Fact]
    public async Task A_rotation_reads_the_current_roles_of_the_user()
    {
        var user = await AddUserAsync(Alice, "reader");
        var first = await SignInAsync(Alice);
        var before = Assert.IsType<RotationOutcome.Rotated>(await RotateAsync(first));

        user = user with { Roles = ["reader", "\"writer\""] };
        await Node.Accounts.UpdateAsync(new(user, user), Stop);
        var after = Assert.IsType<RotationOutcome.Rotated>(await RotateAsync(before.Grant.Successor!));
        var repeated = Assert.IsType<RotationOutcome.Repeated>(await RotateAsync(before.Grant.Successor!));

        Assert.Equal(["reader"], before.Grant.Subject.Roles);
        Assert.Equal(["reader", "\"writer\""], after.Grant.Subject.Roles);
        Assert.Equal(["reader", "\"writer\""], repeated.Grant.Subject.Roles);
    }

    [Fact]
    public async Task The_roles_of_users_of_another_store_are_left_to_it()
    {
        var first = await SignInAsync(Alice);

        var rotated = Assert.IsType<RotationOutcome.Rotated>(await RotateAsync(first));
        var repeated = Assert.IsType<RotationOutcome.Repeated>(await RotateAsync(first));

        Assert.Null(rotated.Grant.Subject.Roles);
        Assert.Null(repeated.Grant.Subject.Roles);
    }

    [Fact]
    public async Task Repeating_a_token_within_the_grace_gets_the_same_successor_and_writes_nothing()
    {
        var first = await SignInAsync(Alice);
        var second = await RotateAsync<RotationOutcome.Rotated>(first);
        var before = Assert.Single(await Node.Sessions.ListAsync(Alice, Stop));
        Clock.Advance(Options.RefreshGrace - Moment);

        AssertSame(second, await RotateAsync<RotationOutcome.Repeated>(first));

        Assert.Equal(before, Assert.Single(await Node.Sessions.ListAsync(Alice, Stop)));
        await RotateAsync<RotationOutcome.Rotated>(second);
    }

    [Fact]
    public async Task Repeating_a_token_within_the_grace_is_no_replay_even_when_its_answer_was_received()
    {
        var first = await SignInAsync(Alice);
        var second = await RotateAsync<RotationOutcome.Rotated>(first);
        await ReceiveAsync(second);

        AssertSame(second, await RotateAsync<RotationOutcome.Repeated>(first));
    }

    [Fact]
    public async Task Without_a_grace_a_token_is_never_repeated()
    {
        await RestartAsync(options => options.RefreshGrace = TimeSpan.Zero);
        var lost = await SignInAsync(Alice);
        var received = await SignInAsync(Alice);
        await RotateAsync<RotationOutcome.Rotated>(lost);
        await ReceiveAsync(await RotateAsync<RotationOutcome.Rotated>(received));

        await RotateAsync<RotationOutcome.Reissued>(lost);
        Assert.IsType<RotationOutcome.Replayed>(await RotateAsync(received));
    }

    [Fact]
    public async Task A_token_that_was_never_of_this_session_touches_nothing()
    {
        var genuine = await SignInAsync(Alice);
        var other = Key.Begin(genuine.SessionId);

        Assert.IsType<RotationOutcome.Unknown>(await RotateAsync(other));

        var second = await RotateAsync<RotationOutcome.Rotated>(genuine);
        Assert.IsType<RotationOutcome.Unknown>(await RotateAsync(other.Next()));
        await RotateAsync<RotationOutcome.Rotated>(second);
    }

    [Fact]
    public async Task A_token_of_an_unknown_session_is_refused()
    {
        var unknown = Key.Begin(SessionId.Create(Clock.GetUtcNow() + Options.SessionLifetime));

        Assert.IsType<RotationOutcome.Unknown>(await RotateAsync(unknown));
        Assert.IsType<RotationOutcome.Unknown>(await RotateAsync(unknown.Next()));
    }

    [Fact]
    public async Task Every_token_of_an_ended_session_is_late_and_no_theft()
    {
        var first = await SignInAsync(Alice);
        var second = await RotateAsync<RotationOutcome.Rotated>(first);
        var third = await RotateAsync<RotationOutcome.Rotated>(second);
        await Node.Sessions.EndAsync(first.SessionId, Alice, EndReason.LoggedOut, Stop);

        foreach (var token in new[] { first, second, third, third.Next() })
        {
            Assert.IsType<RotationOutcome.Ended>(await RotateAsync(token));
        }

        Assert.Single(await ReadRevokedAsync());
    }

    [Fact]
    public async Task A_session_expires_when_it_was_idle_for_the_idle_timeout_and_not_before()
    {
        var first = await SignInAsync(Alice);
        Clock.Advance(Options.IdleTimeout - Moment);
        var second = await RotateAsync<RotationOutcome.Rotated>(first);
        Clock.Advance(Options.IdleTimeout);

        foreach (var token in new[] { first, second, second.Next() })
        {
            Assert.IsType<RotationOutcome.Expired>(await RotateAsync(token));
        }

        Assert.Empty(await ReadRevokedAsync());
    }

    [Fact]
    public async Task The_grace_extends_no_absolute_end()
    {
        await RestartAsync(options => options.IdleTimeout = options.SessionLifetime);
        var first = await SignInAsync(Alice);
        Clock.Advance(Options.SessionLifetime - Moment);
        var second = await RotateAsync<RotationOutcome.Rotated>(first);
        Clock.Advance(Moment);

        foreach (var token in new[] { first, second, second.Next() })
        {
            Assert.IsType<RotationOutcome.Expired>(await RotateAsync(token));
        }
    }

    [Fact]
    public async Task Every_grant_says_when_it_was_made_by_the_clock_of_the_store()
    {
        var first = await SignInAsync(Alice);
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(Clock.GetUtcNow(), Assert.IsType<RotationOutcome.Rotated>(await RotateAsync(first)).Grant.At);
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Clock.GetUtcNow(), Assert.IsType<RotationOutcome.Repeated>(await RotateAsync(first)).Grant.At);
        Clock.Advance(Options.RefreshGrace);
        Assert.Equal(Clock.GetUtcNow(), Assert.IsType<RotationOutcome.Reissued>(await RotateAsync(first)).Grant.At);
    }

    [Fact]
    public async Task Repeating_a_token_does_not_put_off_the_idle_timeout()
    {
        await RestartAsync(options => options.RefreshGrace = Options.IdleTimeout - Moment);
        var first = await SignInAsync(Alice);
        var second = await RotateAsync<RotationOutcome.Rotated>(first);
        Clock.Advance(Options.RefreshGrace - Moment);
        await RotateAsync<RotationOutcome.Repeated>(first);
        Clock.Advance(2 * Moment);

        Assert.IsType<RotationOutcome.Expired>(await RotateAsync(second));
    }

    [Fact]
    public async Task The_sessions_of_a_disabled_account_are_ended_and_stay_so_when_it_is_enabled_again()
    {
        var user = await AddUserAsync(Alice);
        var token = await SignInAsync(Alice);

        user = user with { DisabledAt = Clock.GetUtcNow() };
        await Node.Accounts.UpdateAsync(new(user, user), Stop);
        Assert.IsType<RotationOutcome.Ended>(await RotateAsync(token));

        user = user with { DisabledAt = null };
        await Node.Accounts.UpdateAsync(new(user, user), Stop);
        Assert.IsType<RotationOutcome.Ended>(await RotateAsync(token));
    }

    [Fact]
    public async Task A_disabled_account_refuses_sessions_begun_without_asking_for_its_credential()
    {
        var user = await AddUserAsync(Alice);
        user = user with { DisabledAt = Clock.GetUtcNow() };
        await Node.Accounts.UpdateAsync(new(user, user), Stop);
        var token = await SignInAsync(Alice);

        Assert.IsType<RotationOutcome.Ended>(await RotateAsync(token));
    }

    [Fact]
    public async Task A_clock_that_was_set_back_makes_the_last_move_count_as_just_made()
    {
        var first = await SignInAsync(Alice);
        var second = await RotateAsync<RotationOutcome.Rotated>(first);
        Clock.AdjustTime(Clock.GetUtcNow() - TimeSpan.FromDays(20));

        AssertSame(second, await RotateAsync<RotationOutcome.Repeated>(first));
        var third = await RotateAsync<RotationOutcome.Rotated>(second);
        AssertSame(third, await RotateAsync<RotationOutcome.Repeated>(first));
        Clock.Advance(Options.RefreshGrace);
        Assert.IsType<RotationOutcome.Replayed>(await RotateAsync(first));
    }

    [Fact]
    public async Task A_clock_that_was_set_forward_expires_what_it_must_and_nothing_more()
    {
        var first = await SignInAsync(Alice);
        Clock.Advance(Options.IdleTimeout + Moment);
        Assert.IsType<RotationOutcome.Expired>(await RotateAsync(first));

        Clock.AdjustTime(Clock.GetUtcNow() - Options.IdleTimeout);
        await RotateAsync<RotationOutcome.Rotated>(first);
    }

    [Fact]
    public async Task Sessions_go_on_where_they_were_after_a_restart()
    {
        var first = await SignInAsync(Alice);
        var ended = await SignInAsync(Alice);
        var second = await RotateAsync<RotationOutcome.Rotated>(first);
        var end = await Node.Sessions.EndAsync(ended.SessionId, Alice, EndReason.LoggedOut, Stop);

        await RestartAsync();

        AssertSame(second, await RotateAsync<RotationOutcome.Repeated>(first));
        AssertSame(second.Next(), await RotateAsync<RotationOutcome.Rotated>(second));
        Assert.IsType<RotationOutcome.Ended>(await RotateAsync(ended));
        Assert.Equal([Assert.IsType<SessionEnd.Ended>(end).End], await ReadRevokedAsync());
    }
}
