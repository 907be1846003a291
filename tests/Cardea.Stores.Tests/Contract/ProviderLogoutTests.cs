using Cardea.Accounts;
using Cardea.Audit;
using Cardea.Codes;
using Cardea.External;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Stores.Tests.Contract;

/// <summary>What is used once stays used, and a provider's logout reaches every session, whichever comes first.</summary>
public abstract class ProviderLogoutTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private const string Issuer = "https://id.example.org";

    [Fact]
    public async Task Of_twenty_uses_of_one_state_at_once_one_counts()
    {
        Node[] nodes = [Node, await OpenAsync()];
        var hash = CodeHash.Of("state");

        var used = await Race.RunAsync(20, racer => nodes[racer % 2].External.UseOnceAsync(hash, Clock.GetUtcNow() + TimeSpan.FromMinutes(15), Stop));

        Assert.Single(used, true);
        Assert.False(await Node.External.UseOnceAsync(hash, Clock.GetUtcNow() + TimeSpan.FromMinutes(15), Stop));
        Assert.True(await Node.External.UseOnceAsync(CodeHash.Of("another"), Clock.GetUtcNow() + TimeSpan.FromMinutes(15), Stop));
    }

    [Fact]
    public async Task A_logout_of_a_provider_session_ends_the_sessions_that_began_with_it()
    {
        var (here, there, other) = (await BeginAsync("1", "sid-1"), await BeginAsync("1", "sid-2"), await BeginAsync("2", "sid-3"));

        var ended = await EndAsync(new(Issuer, "1", "sid-1", Clock.GetUtcNow(), Clock.GetUtcNow() + ProviderLogout.Memory));

        Assert.Equal([(Alice, here.Id)], ended.Select(static session => (session.Owner, session.Revoked.SessionId)));
        Assert.IsType<RotationOutcome.Ended>(await RotateAsync(here.FirstToken));
        await RotateAsync<RotationOutcome.Rotated>(there.FirstToken);
        await RotateAsync<RotationOutcome.Rotated>(other.FirstToken);
        Assert.Equal(here.Id, (await ReadRevokedAsync())[0].SessionId);
        Assert.Contains(await Node.Events.ReadAsync(Alice, before: null, 10, Stop), one => one.Kind == SecurityEventKind.ExternalLogout && one.Session == here.Id);
    }

    [Fact]
    public async Task A_logout_of_a_login_ends_all_its_sessions()
    {
        var (here, there, other) = (await BeginAsync("1", "sid-1"), await BeginAsync("1", sid: null), await BeginAsync("2", "sid-3"));

        var ended = await EndAsync(new(Issuer, "1", Sid: null, Clock.GetUtcNow(), Clock.GetUtcNow() + ProviderLogout.Memory));

        Assert.Equal(new[] { here.Id.ToString(), there.Id.ToString() }.Order(), ended.Select(static session => session.Revoked.SessionId.ToString()).Order());
        await RotateAsync<RotationOutcome.Rotated>(other.FirstToken);
    }

    [Fact]
    public async Task A_logout_that_failed_leaves_its_token_unused_and_one_that_ended_sessions_does_not()
    {
        var session = await BeginAsync("1", "sid-1");
        var logout = NewLogout("1") with { Use = new(CodeHash.Of("token"), Clock.GetUtcNow().AddMinutes(20)) };
        await Assert.ThrowsAnyAsync<Exception>(() => Node.External.EndAsync(logout, static _ => throw new InvalidOperationException("It crashed."), Stop));
        var alive = await RotateAsync<RotationOutcome.Rotated>(session.FirstToken);

        Assert.Equal([session.Id], (await TryEndAsync(logout))!.Select(static ended => ended.Revoked.SessionId));
        Assert.IsType<RotationOutcome.Ended>(await RotateAsync(alive));

        // A replay ends nothing, not even a session that began later.
        Clock.Advance(TimeSpan.FromSeconds(2));
        var later = await BeginAsync("1", "sid-2");
        Assert.Null(await TryEndAsync(logout with { At = Clock.GetUtcNow() }));
        await RotateAsync<RotationOutcome.Rotated>(later.FirstToken);
    }

    [Fact]
    public async Task Of_ten_logouts_with_one_token_at_once_one_counts()
    {
        Node[] nodes = [Node, await OpenAsync()];
        var logout = NewLogout("1") with { Use = new(CodeHash.Of("token"), Clock.GetUtcNow().AddMinutes(20)) };

        var ended = await Race.RunAsync(10, racer => TryEndAsync(logout, nodes[racer % 2]));

        Assert.Single(ended, static one => one is not null);
    }

    [Fact]
    public async Task A_sign_in_whose_login_was_removed_meanwhile_begins_no_session()
    {
        var user = await AddUserAsync(Alice);
        var linked = user with { ConcurrencyStamp = "second", ExternalLogins = [new(Issuer, "1", null, Clock.GetUtcNow())] };
        Assert.IsType<AccountUpdate.Updated>(await Node.Accounts.UpdateAsync(new(user, linked), Stop));
        await AddUserAsync(new("bob"));
        Assert.IsType<SessionCreation.Created>(await Node.Sessions.CreateAsync(New("1", "sid", Clock.GetUtcNow(), Alice), Stop));
        Assert.IsType<SessionCreation.Overtaken>(await Node.Sessions.CreateAsync(New("2", "sid", Clock.GetUtcNow(), Alice), Stop));
        Assert.IsType<SessionCreation.Overtaken>(await Node.Sessions.CreateAsync(New("1", "sid", Clock.GetUtcNow(), new("bob")), Stop));

        // The sign-in has the newest stamp: it read the account after the login was removed.
        Assert.IsType<AccountUpdate.Updated>(await Node.Accounts.UpdateAsync(new(linked, linked with { ConcurrencyStamp = "third", ExternalLogins = [] }), Stop));
        Assert.IsType<SessionCreation.Overtaken>(await Node.Sessions.CreateAsync(New("1", "sid", Clock.GetUtcNow(), Alice), Stop));
    }

    [Fact]
    public async Task A_removal_of_a_login_and_a_sign_in_at_once_leave_no_session()
    {
        Node[] nodes = [Node, await OpenAsync()];
        for (var round = 0; round < 20; round++)
        {
            var (owner, login) = (new UserId($"round-{round}"), new ExternalLogin(Issuer, $"{round}", null, Clock.GetUtcNow()));
            var user = await AddUserAsync(owner);
            var linked = user with { ConcurrencyStamp = "second", ExternalLogins = [login] };
            Assert.IsType<AccountUpdate.Updated>(await Node.Accounts.UpdateAsync(new(user, linked), Stop));
            var session = New(login.Subject, "sid", Clock.GetUtcNow(), owner);

            var (creation, _) = await Race.RunAsync(
                () => nodes[0].Sessions.CreateAsync(session, Stop),
                () => nodes[1].Accounts.UpdateAsync(new(linked, linked with { ConcurrencyStamp = "third", ExternalLogins = [] }) { EndsOfLogins = [login] }, Stop));

            Assert.True(creation is SessionCreation.Overtaken || await RotateAsync(session.FirstToken) is RotationOutcome.Ended, $"The session of round {round} lives on.");
        }
    }

    [Theory]
    [InlineData("1", null)]
    [InlineData("1", "sid-1")]
    [InlineData(null, "sid-1")]
    public async Task A_sign_in_that_is_older_than_a_logout_begins_no_session(string? subject, string? sid)
    {
        var issued = Clock.GetUtcNow();
        await EndAsync(new(Issuer, subject, sid, issued.AddSeconds(1), issued + ProviderLogout.Memory));

        Assert.IsType<SessionCreation.Overtaken>(await Node.Sessions.CreateAsync(New("1", "sid-1", issued), Stop));
        Assert.IsType<SessionCreation.Overtaken>(await Node.Sessions.CreateAsync(New("1", "sid-1", issued.AddSeconds(1)), Stop));
        Assert.IsType<SessionCreation.Created>(await Node.Sessions.CreateAsync(New("1", "sid-1", issued.AddSeconds(2)), Stop));
        Assert.IsType<SessionCreation.Created>(await Node.Sessions.CreateAsync(New("2", "sid-2", issued), Stop));
    }

    [Fact]
    public async Task A_logout_and_a_sign_in_at_once_leave_no_session()
    {
        Node[] nodes = [Node, await OpenAsync()];
        for (var round = 0; round < 20; round++)
        {
            var subject = $"round-{round}";
            var session = New(subject, "sid", Clock.GetUtcNow());

            var (creation, _) = await Race.RunAsync(
                () => nodes[0].Sessions.CreateAsync(session, Stop),
                () => EndAsync(new(Issuer, subject, Sid: null, Clock.GetUtcNow(), Clock.GetUtcNow() + ProviderLogout.Memory), nodes[1]));

            Assert.True(creation is SessionCreation.Overtaken || await RotateAsync(session.FirstToken) is RotationOutcome.Ended, $"The session of round {round} lives on.");
        }
    }

    [Fact]
    public async Task A_session_has_the_time_at_which_its_user_proved_who_they_are()
    {
        var then = DateTimeOffset.UnixEpoch.AddYears(30);
        var session = NewSession(Alice) with { AuthTime = then };
        await Node.Sessions.CreateAsync(session, Stop);

        Assert.Equal(then, (await ReadAsync(session.FirstToken)).AuthTime);
        Assert.Equal(then, Assert.IsType<RotationOutcome.Rotated>(await RotateAsync(session.FirstToken)).Grant.Subject.AuthTime);
    }

    [Fact]
    public async Task A_provider_that_has_logins_keeps_its_issuer()
    {
        Assert.Null(await Node.External.NoteIssuerAsync("work", Issuer, Stop));
        Assert.Null(await Node.External.NoteIssuerAsync("work", "https://login.example.org", Stop));
        Assert.Null(await Node.External.NoteIssuerAsync("work", Issuer, Stop));
        var user = await AddUserAsync(Alice);
        await Node.Accounts.UpdateAsync(new(user, user with { ConcurrencyStamp = "second", ExternalLogins = [new(Issuer + "/", "1", null, Clock.GetUtcNow())] }), Stop);

        Assert.Equal(Issuer, await Node.External.NoteIssuerAsync("work", "https://login.example.org", Stop));
        Assert.Null(await Node.External.NoteIssuerAsync("work", Issuer, Stop));
        Assert.Null(await Node.External.NoteIssuerAsync("other", "https://login.example.org", Stop));
    }

    [Fact]
    public async Task What_has_expired_is_swept()
    {
        await Node.External.UseOnceAsync(CodeHash.Of("state"), Clock.GetUtcNow() + TimeSpan.FromMinutes(15), Stop);
        await BeginAsync("1", "sid-1");
        await EndAsync(new(Issuer, "2", Sid: null, Clock.GetUtcNow(), Clock.GetUtcNow() + ProviderLogout.Memory));
        Clock.Advance(Options.SessionLifetime + TimeSpan.FromDays(2));

        var swept = await Node.Sweeper.SweepAsync(TimeSpan.FromSeconds(30), Stop);

        Assert.Equal(1, swept.Single(static rule => rule.Rule == "external_uses").Removed);
        Assert.Equal(1, swept.Single(static rule => rule.Rule == "external_sessions").Removed);
        Assert.NotEqual(0, swept.Single(static rule => rule.Rule == "external_logouts").Removed);
        Assert.True(await Node.External.UseOnceAsync(CodeHash.Of("state"), Clock.GetUtcNow(), Stop));
    }

    private async Task<NewSession> BeginAsync(string subject, string? sid)
    {
        var session = New(subject, sid, Clock.GetUtcNow());
        Assert.IsType<SessionCreation.Created>(await Node.Sessions.CreateAsync(session, Stop));
        return session;
    }

    private ProviderLogout NewLogout(string subject) => new(Issuer, subject, Sid: null, Clock.GetUtcNow(), Clock.GetUtcNow() + ProviderLogout.Memory);

    // Alice is a user of another store. A user of Cardea's own has a stamp.
    private NewSession New(string subject, string? sid, DateTimeOffset issuedAt, UserId? user = null) =>
        NewSession(user ?? Alice, user is null ? null : "first") with { Provider = new(Issuer, subject, sid, issuedAt, AuthTime: null) };

    private async Task<IReadOnlyList<EndedByProvider>> EndAsync(ProviderLogout logout, Node? node = null) => (await TryEndAsync(logout, node))!;

    private Task<IReadOnlyList<EndedByProvider>?> TryEndAsync(ProviderLogout logout, Node? node = null) => (node ?? Node).External.EndAsync(logout, Tell, Stop);

    private SecurityEvent Tell(EndedByProvider session) =>
        SecurityEvent.Of(SecurityEventKind.ExternalLogout, session.Owner, session.Revoked.SessionId, device: null, Clock.GetUtcNow(), Issuer);
}
