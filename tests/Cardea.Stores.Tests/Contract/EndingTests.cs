using Cardea.Revocation;
using Cardea.Rotation;
using Cardea.Sessions;

namespace Cardea.Stores.Tests.Contract;

/// <summary>Logging out: one device, the others, all; never somebody else's.</summary>
public abstract class EndingTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Fact]
    public async Task Ending_a_session_refuses_all_of_its_tokens_and_no_others()
    {
        var phone = await SignInAsync(Alice);
        var laptop = await SignInAsync(Alice);

        var end = await Node.Sessions.EndAsync(phone.SessionId, Alice, EndReason.LoggedOut, Stop);

        Assert.Equal(new SessionEnd.Ended(RevokedSession.Ended(phone.SessionId, RevocationLife), Alice), end);
        Assert.Equal([RevokedSession.Ended(phone.SessionId, RevocationLife)], await ReadRevokedAsync());
        Assert.IsType<RotationOutcome.Ended>(await RotateAsync(phone));
        await RotateAsync<RotationOutcome.Rotated>(laptop);
    }

    [Fact]
    public async Task Only_its_owner_ends_a_session()
    {
        var token = await SignInAsync(Alice);

        Assert.IsType<SessionEnd.NotFound>(await Node.Sessions.EndAsync(token.SessionId, new("mallory"), EndReason.LoggedOut, Stop));
        Assert.Empty(await ReadRevokedAsync());
        await RotateAsync<RotationOutcome.Rotated>(token);

        // Nor do they learn that it is over.
        await Node.Sessions.EndAsync(token.SessionId, Alice, EndReason.LoggedOut, Stop);
        Assert.IsType<SessionEnd.NotFound>(await Node.Sessions.EndAsync(token.SessionId, new("mallory"), EndReason.LoggedOut, Stop));
    }

    [Fact]
    public async Task A_session_is_ended_without_naming_its_owner_when_the_owner_is_known()
    {
        var token = await SignInAsync(Alice);

        Assert.Equal(Alice, Assert.IsType<SessionEnd.Ended>(await Node.Sessions.EndAsync(token.SessionId, owner: null, EndReason.Administrator, Stop)).Owner);
        Assert.IsType<RotationOutcome.Ended>(await RotateAsync(token));
    }

    [Fact]
    public async Task Of_a_session_that_was_ended_before_it_is_said_that_it_is_over()
    {
        var token = await SignInAsync(Alice);
        await Node.Sessions.EndAsync(token.SessionId, Alice, EndReason.LoggedOut, Stop);

        Assert.IsType<SessionEnd.Over>(await Node.Sessions.EndAsync(token.SessionId, Alice, EndReason.LoggedOut, Stop));
        Assert.IsType<SessionEnd.Over>(await Node.Sessions.EndAsync(token.SessionId, owner: null, EndReason.Administrator, Stop));
        Assert.IsType<SessionEnd.NotFound>(await Node.Sessions.EndAsync(NewSession(Alice).Id, Alice, EndReason.LoggedOut, Stop));
    }

    [Fact]
    public async Task An_idle_session_is_ended_and_a_longer_idle_timeout_does_not_bring_it_back()
    {
        var token = await SignInAsync(Alice);
        Clock.Advance(Options.IdleTimeout);

        Assert.IsType<SessionEnd.Ended>(await Node.Sessions.EndAsync(token.SessionId, Alice, EndReason.LoggedOut, Stop));
        await RestartAsync(options => options.IdleTimeout *= 1.5);

        Assert.IsType<RotationOutcome.Ended>(await RotateAsync(token));
    }

    [Fact]
    public async Task A_session_past_its_absolute_end_is_not_ended()
    {
        await RestartAsync(options => options.IdleTimeout = options.SessionLifetime);
        var token = await SignInAsync(Alice);
        Clock.Advance(Options.SessionLifetime - TimeSpan.FromHours(1));
        token = await RotateAsync<RotationOutcome.Rotated>(token);
        Clock.Advance(TimeSpan.FromHours(1));

        Assert.IsType<SessionEnd.NotFound>(await Node.Sessions.EndAsync(token.SessionId, Alice, EndReason.LoggedOut, Stop));
        Assert.Empty(await Node.Sessions.EndAllAsync(Alice, except: null, EndReason.LoggedOut, Stop));
    }

    [Fact]
    public async Task Ending_the_others_leaves_the_one_it_was_asked_from()
    {
        var here = await SignInAsync(Alice);
        var others = new[] { await SignInAsync(Alice), await SignInAsync(Alice) };
        var bobs = await SignInAsync(new("bob"));

        var ends = await Node.Sessions.EndAllAsync(Alice, here.SessionId, EndReason.LoggedOut, Stop);

        Assert.Equal(others.Select(token => token.SessionId).ToHashSet(), ends.Select(end => end.SessionId).ToHashSet());
        Assert.All(ends, end => Assert.True(end.IsEnd));
        await RotateAsync<RotationOutcome.Rotated>(here);
        await RotateAsync<RotationOutcome.Rotated>(bobs);
        Assert.IsType<RotationOutcome.Ended>(await RotateAsync(others[0]));
        Assert.IsType<RotationOutcome.Ended>(await RotateAsync(others[1]));
    }

    [Fact]
    public async Task Ending_all_leaves_none()
    {
        var tokens = new[] { await SignInAsync(Alice), await SignInAsync(Alice) };

        Assert.Equal(2, (await Node.Sessions.EndAllAsync(Alice, except: null, EndReason.LoggedOut, Stop)).Count);

        Assert.Empty(await Node.Sessions.EndAllAsync(Alice, except: null, EndReason.LoggedOut, Stop));
        Assert.Empty(await Node.Sessions.ListAsync(Alice, Stop));
        Assert.IsType<RotationOutcome.Ended>(await RotateAsync(tokens[0]));
        Assert.IsType<RotationOutcome.Ended>(await RotateAsync(tokens[1]));
    }

    [Fact]
    public async Task Ending_all_reaches_idle_sessions_that_a_clock_set_back_would_bring_to_life()
    {
        var token = await SignInAsync(Alice);
        Clock.Advance(Options.IdleTimeout);
        await Node.Sessions.EndAllAsync(Alice, except: null, EndReason.LoggedOut, Stop);
        Clock.AdjustTime(Clock.GetUtcNow() - Options.IdleTimeout);

        Assert.IsType<RotationOutcome.Ended>(await RotateAsync(token));
    }
}
