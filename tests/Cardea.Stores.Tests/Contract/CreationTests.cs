using Cardea.Revocation;
using Cardea.Rotation;
using Cardea.Sessions;

namespace Cardea.Stores.Tests.Contract;

/// <summary>A session begins only if its account is enabled and the credential that proved the sign-in still counts.</summary>
public abstract class CreationTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Fact]
    public async Task A_session_is_stored_as_it_began()
    {
        var session = NewSession(Alice, device: new("Alice's phone", "Netscape/4.0", "2001:db8::7"));

        var created = Assert.IsType<SessionCreation.Created>(await Node.Sessions.CreateAsync(session, Stop));

        Assert.Empty(created.Displaced);
        Assert.Equal(Clock.GetUtcNow(), created.At);
        Assert.Equal(
            new Session(session.Id, Alice, session.Device, session.CreatedAt, session.CreatedAt),
            Assert.Single(await Node.Sessions.ListAsync(Alice, Stop)));
        Assert.Equal(session.Event, Assert.Single(await Node.Events.ReadAsync(Alice, before: null, 10, Stop)));
    }

    [Fact]
    public async Task A_sign_in_with_the_current_credential_begins_a_session()
    {
        var user = await AddUserAsync(Alice);

        Assert.IsType<SessionCreation.Created>(await Node.Sessions.CreateAsync(NewSession(Alice, user.SecurityStamp), Stop));
    }

    [Fact]
    public async Task A_sign_in_with_a_former_credential_begins_none()
    {
        var user = await AddUserAsync(Alice);
        var session = NewSession(Alice, user.SecurityStamp);
        user = user with { SecurityStamp = "second" };
        await Node.Accounts.UpdateAsync(new(user, user), Stop);

        await AssertRefusedAsync(session);
    }

    [Fact]
    public async Task A_sign_in_to_a_disabled_account_begins_none()
    {
        var user = await AddUserAsync(Alice);
        user = user with { DisabledAt = Clock.GetUtcNow() };
        await Node.Accounts.UpdateAsync(new(user, user), Stop);

        await AssertRefusedAsync(NewSession(Alice, user.SecurityStamp));
    }

    [Fact]
    public async Task A_sign_in_to_a_removed_account_begins_none()
    {
        var user = await AddUserAsync(Alice);
        await Node.Accounts.RemoveAsync(Alice, actor: null, removal: null, mail: null, force: false, Stop);

        await AssertRefusedAsync(NewSession(Alice, user.SecurityStamp));
    }

    [Fact]
    public async Task At_the_limit_the_oldest_session_is_ended()
    {
        await RestartAsync(options => options.SessionsPerUser = 2);
        var oldest = await SignInAsync(Alice);
        Clock.Advance(TimeSpan.FromSeconds(1));
        var older = await SignInAsync(Alice);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await RotateAsync<RotationOutcome.Rotated>(oldest);
        await RotateAsync<RotationOutcome.Rotated>(older);
        var others = await SignInAsync(new("bob"));
        var session = NewSession(Alice);

        var created = Assert.IsType<SessionCreation.Created>(await Node.Sessions.CreateAsync(session, Stop));

        var displaced = RevokedSession.Ended(oldest.SessionId, RevocationLife);
        Assert.Equal([displaced], created.Displaced);
        Assert.Equal([displaced], await ReadRevokedAsync());
        Assert.IsType<RotationOutcome.Ended>(await RotateAsync(oldest.Next()));
        await RotateAsync<RotationOutcome.Rotated>(older.Next());
        await RotateAsync<RotationOutcome.Rotated>(session.FirstToken);
        await RotateAsync<RotationOutcome.Rotated>(others);
    }

    [Fact]
    public async Task At_the_limit_a_session_that_was_never_refreshed_is_ended_first()
    {
        await RestartAsync(options => options.SessionsPerUser = 3);
        var oldest = await SignInAsync(Alice);
        Clock.Advance(TimeSpan.FromSeconds(1));
        var unused = await SignInAsync(Alice);
        Clock.Advance(TimeSpan.FromSeconds(1));
        var newest = await SignInAsync(Alice);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await RotateAsync<RotationOutcome.Rotated>(oldest);

        var created = Assert.IsType<SessionCreation.Created>(await Node.Sessions.CreateAsync(NewSession(Alice), Stop));

        Assert.Equal(unused.SessionId, Assert.Single(created.Displaced).SessionId);
        await RotateAsync<RotationOutcome.Rotated>(oldest.Next());
        await RotateAsync<RotationOutcome.Rotated>(newest);
    }

    [Fact]
    public async Task Sessions_that_are_over_do_not_count_for_the_limit()
    {
        await RestartAsync(options => options.SessionsPerUser = 1);
        var ended = await SignInAsync(Alice);
        await Node.Sessions.EndAsync(ended.SessionId, Alice, EndReason.LoggedOut, Stop);
        var idle = NewSession(Alice);
        Assert.Empty(Assert.IsType<SessionCreation.Created>(await Node.Sessions.CreateAsync(idle, Stop)).Displaced);
        Clock.Advance(Options.IdleTimeout);

        var created = Assert.IsType<SessionCreation.Created>(await Node.Sessions.CreateAsync(NewSession(Alice), Stop));

        Assert.Empty(created.Displaced);
    }

    [Fact]
    public async Task A_lowered_limit_ends_as_many_as_it_takes()
    {
        for (var i = 0; i < 4; i++)
        {
            await SignInAsync(Alice);
            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await RestartAsync(options => options.SessionsPerUser = 2);
        var session = NewSession(Alice);
        var created = Assert.IsType<SessionCreation.Created>(await Node.Sessions.CreateAsync(session, Stop));

        Assert.Equal(3, created.Displaced.Count);
        Assert.Equal(session.Id, (await Node.Sessions.ListAsync(Alice, Stop))[0].Id);
        Assert.Equal(2, (await Node.Sessions.ListAsync(Alice, Stop)).Count);
    }

    [Fact]
    public async Task A_sign_in_under_a_clock_set_back_is_not_the_one_that_the_limit_ends()
    {
        await RestartAsync(options => options.SessionsPerUser = 1);
        await SignInAsync(Alice);
        Clock.AdjustTime(Clock.GetUtcNow() - TimeSpan.FromMinutes(1));

        var latest = await SignInAsync(Alice);

        await RotateAsync<RotationOutcome.Rotated>(latest);
    }

    private async Task AssertRefusedAsync(NewSession session)
    {
        Assert.IsType<SessionCreation.Overtaken>(await Node.Sessions.CreateAsync(session, Stop));
        Assert.Empty(await Node.Sessions.ListAsync(session.Subject.UserId, Stop));
        Assert.IsType<RotationOutcome.Unknown>(await RotateAsync(session.FirstToken));
        Assert.Empty(await Node.Events.ReadAsync(session.Subject.UserId, before: null, 10, Stop));
    }
}
