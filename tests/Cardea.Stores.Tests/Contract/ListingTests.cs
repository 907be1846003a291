using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Stores.Tests.Contract;

/// <summary>The sessions a user sees, and their names.</summary>
public abstract class ListingTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Fact]
    public async Task The_last_used_session_comes_first()
    {
        var first = await SignInAsync(Alice);
        Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await SignInAsync(Alice);
        Clock.Advance(TimeSpan.FromMinutes(1));
        await RotateAsync<RotationOutcome.Rotated>(first);

        var sessions = await Node.Sessions.ListAsync(Alice, Stop);

        Assert.Equal([first.SessionId, second.SessionId], sessions.Select(session => session.Id));
        Assert.Equal(Clock.GetUtcNow(), sessions[0].LastUsedAt);
        Assert.Equal(Clock.GetUtcNow() - TimeSpan.FromMinutes(2), sessions[0].CreatedAt);
    }

    [Fact]
    public async Task Only_live_sessions_of_the_user_are_listed()
    {
        await RestartAsync(options => options.IdleTimeout = TimeSpan.FromDays(1));
        await SignInAsync(Alice);
        Clock.Advance(Options.IdleTimeout);
        var ended = await SignInAsync(Alice);
        await Node.Sessions.EndAsync(ended.SessionId, Alice, EndReason.LoggedOut, Stop);
        await SignInAsync(new("bob"));
        var live = await SignInAsync(Alice);

        Assert.Equal(live.SessionId, Assert.Single(await Node.Sessions.ListAsync(Alice, Stop)).Id);
    }

    [Fact]
    public async Task A_session_past_its_absolute_end_is_not_listed()
    {
        await RestartAsync(options => options.IdleTimeout = options.SessionLifetime);
        var token = await SignInAsync(Alice);
        Clock.Advance(Options.SessionLifetime - TimeSpan.FromMilliseconds(1));
        await RotateAsync<RotationOutcome.Rotated>(token);
        Assert.Single(await Node.Sessions.ListAsync(Alice, Stop));
        Clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Empty(await Node.Sessions.ListAsync(Alice, Stop));
    }

    [Fact]
    public async Task The_sessions_of_several_users_are_listed_together()
    {
        var first = await SignInAsync(Alice);
        var second = await SignInAsync(Alice);
        var bobs = await SignInAsync(new("bob"));
        await SignInAsync(new("carol"));
        await Node.Sessions.EndAsync(second.SessionId, Alice, EndReason.LoggedOut, Stop);

        var sessions = await Node.Sessions.ListAllAsync([Alice, new("bob"), new("dave")], Stop);

        Assert.Equal(
            [(Alice, first.SessionId), (new("bob"), bobs.SessionId)],
            sessions.Select(static session => (session.UserId, session.Id)).OrderBy(static session => session.UserId.Value, StringComparer.Ordinal));
        Assert.Empty(await Node.Sessions.ListAllAsync([], Stop));
    }

    [Fact]
    public async Task An_ended_session_has_its_reason_and_no_other_has_one()
    {
        var (ended, live) = (await SignInAsync(Alice), await SignInAsync(Alice));
        await Node.Sessions.EndAsync(ended.SessionId, Alice, EndReason.PasswordChanged, Stop);

        Assert.Equal(EndReason.PasswordChanged, await Node.Sessions.FindReasonAsync(ended.SessionId, Stop));
        Assert.Null(await Node.Sessions.FindReasonAsync(live.SessionId, Stop));
        Assert.Null(await Node.Sessions.FindReasonAsync(NewSession(Alice).Id, Stop));
    }

    [Fact]
    public async Task A_renamed_session_keeps_everything_else()
    {
        var token = await SignInAsync(Alice);
        var before = Assert.Single(await Node.Sessions.ListAsync(Alice, Stop));

        var renamed = await RenameAsync(token.SessionId, token.SessionId, "Küche ✨");

        Assert.Equal(new SessionNaming.Named(before with { Device = before.Device with { Name = "Küche ✨" } }), renamed);
        Assert.Equal(renamed, new SessionNaming.Named(Assert.Single(await Node.Sessions.ListAsync(Alice, Stop))));
        Assert.Equal(new SessionNaming.Named(before), await RenameAsync(token.SessionId, token.SessionId, name: null));
    }

    [Fact]
    public async Task Only_the_owner_renames_a_session_and_only_while_it_is_live()
    {
        var (token, other) = (await SignInAsync(Alice), await SignInAsync(Alice));
        var mallorys = await SignInAsync(new("mallory"));
        Assert.IsType<SessionNaming.NotFound>(
            await Node.Sessions.RenameAsync(new(new("mallory"), mallorys.SessionId), token.SessionId, "mine", Stop));
        Assert.IsType<SessionNaming.NotFound>(await RenameAsync(token.SessionId, NewSession(Alice).Id, "nobody's"));
        Assert.All(await Node.Sessions.ListAsync(Alice, Stop), static session => Assert.Null(session.Device.Name));

        await Node.Sessions.EndAsync(token.SessionId, Alice, EndReason.LoggedOut, Stop);
        Assert.IsType<SessionNaming.NotFound>(await RenameAsync(other.SessionId, token.SessionId, "late"));
        Assert.IsType<SessionNaming.ActorRefused>(await RenameAsync(token.SessionId, other.SessionId, "late"));
    }

    private Task<SessionNaming> RenameAsync(SessionId acting, SessionId session, string? name) =>
        Node.Sessions.RenameAsync(new(Alice, acting), session, name, Stop);
}
