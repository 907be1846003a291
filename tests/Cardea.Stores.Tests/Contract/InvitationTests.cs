using Cardea.Accounts;
using Cardea.Audit;
using Cardea.Callers;
using Cardea.Codes;
using Cardea.Invitations;
using Cardea.Mail;
using Cardea.Sessions;

namespace Cardea.Stores.Tests.Contract;

/// <summary>Invitations: an address has one, and it lets one account in.</summary>
public abstract class InvitationTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private const string Address = "alice@example.org";

    [Fact]
    public async Task An_invitation_lets_its_address_in_once()
    {
        var code = await InviteAsync(Address);

        Assert.True(await Node.Invitations.IsValidAsync(Address, code, Stop));
        Assert.Equal(InvitedAddition.NotInvited, await AddAsync("bob", "bob@example.org", code));
        Assert.Equal(InvitedAddition.NotInvited, await AddAsync("alice", Address, CodeHash.Of("another")));
        Assert.Equal(InvitedAddition.Added, await AddAsync("alice", Address, code));
        Assert.Equal("alice", (await Node.Accounts.FindByEmailAsync(Address, Stop))!.Id);
        Assert.Empty(await Node.Invitations.ReadAsync(after: null, most: 10, Stop));
        Assert.Equal(InvitedAddition.NotInvited, await AddAsync("alice2", Address, code));
    }

    [Fact]
    public async Task Of_many_who_use_one_invitation_at_once_one_gets_in()
    {
        Node[] nodes = [Node, await OpenAsync()];
        var code = await InviteAsync(Address);

        var added = await Race.RunAsync(30, racer => nodes[racer % 2].Accounts.AddInvitedAsync(NewUser($"user-{racer}", Address), code, Stop));

        Assert.Single(added, InvitedAddition.Added);
        Assert.Equal(29, added.Count(static one => one == InvitedAddition.NotInvited));
        Assert.Equal($"user-{Array.IndexOf(added, InvitedAddition.Added)}", (await Node.Accounts.FindByEmailAsync(Address, Stop))!.Id);
    }

    [Fact]
    public async Task A_registration_that_fails_leaves_the_invitation()
    {
        Assert.True(await Node.Accounts.AddAsync(NewUser("bob", "bob@example.org") with { Passkeys = [NewPasskey(1)] }, Stop));
        var code = await InviteAsync(Address);

        Assert.Equal(InvitedAddition.Taken, await Node.Accounts.AddInvitedAsync(NewUser("alice", Address) with { Passkeys = [NewPasskey(1)] }, code, Stop));
        Assert.Null(await Node.Accounts.FindAsync(Alice, Stop));
        Assert.Equal(InvitedAddition.Added, await AddAsync("alice", Address, code));
    }

    [Fact]
    public async Task An_address_that_is_proved_in_another_way_needs_no_code()
    {
        await InviteAsync(Address);

        Assert.Equal(InvitedAddition.NotInvited, await AddAsync("bob", "bob@example.org", code: null));
        Assert.Equal(InvitedAddition.Added, await AddAsync("alice", Address, code: null));
        Assert.Equal(InvitedAddition.NotInvited, await AddAsync("alice2", Address, code: null));
    }

    [Fact]
    public async Task A_new_invitation_takes_the_place_of_the_old_one()
    {
        var old = await InviteAsync(Address);
        var code = await InviteAsync(Address);

        Assert.Single(await Node.Invitations.ReadAsync(after: null, most: 10, Stop));
        Assert.Equal(InvitedAddition.NotInvited, await AddAsync("alice", Address, old));
        Assert.Equal(InvitedAddition.Added, await AddAsync("alice", Address, code));
    }

    [Fact]
    public async Task An_address_with_an_account_is_not_invited_and_nobody_is_told()
    {
        await AddUserAsync(Alice);
        var (invitation, code) = Invitation.Create(Address, Clock.GetUtcNow());

        Assert.Equal(InvitationChange.None, await Node.Invitations.AddAsync(invitation, code.Hash, NewMail(), NewEvent(), actor: null, Stop));
        Assert.Empty(await Node.Invitations.ReadAsync(after: null, most: 10, Stop));
        Assert.Empty(await Node.Events.ReadAsync(user: null, before: null, most: 10, Stop));
        Assert.Empty(await Node.Outbox.ClaimAsync(10, Stop));
    }

    [Fact]
    public async Task An_invitation_is_stored_with_its_event_and_its_mail()
    {
        await InviteAsync(Address);

        Assert.Equal(SecurityEventKind.Invited, Assert.Single(await Node.Events.ReadAsync(user: null, before: null, most: 10, Stop)).Kind);
        Assert.Single(await Node.Outbox.ClaimAsync(10, Stop));
    }

    [Fact]
    public async Task A_removed_invitation_is_void()
    {
        var code = await InviteAsync(Address);
        var id = Assert.Single(await Node.Invitations.ReadAsync(after: null, most: 10, Stop)).Id;

        Assert.Equal(InvitationChange.Made, await Node.Invitations.RemoveAsync(id, NewEvent(), actor: null, Stop));
        Assert.Equal(InvitationChange.None, await Node.Invitations.RemoveAsync(id, NewEvent(), actor: null, Stop));
        Assert.False(await Node.Invitations.IsValidAsync(Address, code, Stop));
        Assert.Equal(InvitedAddition.NotInvited, await AddAsync("alice", Address, code));
    }

    [Fact]
    public async Task An_invitation_expires_and_is_swept()
    {
        var code = await InviteAsync(Address);
        Clock.Advance(Invitation.Lifetime);

        Assert.Empty(await Node.Invitations.ReadAsync(after: null, most: 10, Stop));
        Assert.False(await Node.Invitations.IsValidAsync(Address, code, Stop));
        Assert.Equal(InvitedAddition.NotInvited, await AddAsync("alice", Address, code));
        Assert.Equal(InvitedAddition.NotInvited, await AddAsync("alice", Address, code: null));
        Assert.Equal(1, (await Node.Sweeper.SweepAsync(TimeSpan.FromMinutes(1), Stop)).Single(static rule => rule.Rule == "invitations").Removed);
    }

    [Fact]
    public async Task Pages_have_all_invitations_once_the_oldest_first()
    {
        for (var number = 0; number < 7; number++)
        {
            await InviteAsync($"user-{number}@example.org");
            Clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        var first = await Node.Invitations.ReadAsync(after: null, most: 4, Stop);
        var second = await Node.Invitations.ReadAsync(first[^1].Id, most: 4, Stop);

        Assert.Equal(Enumerable.Range(0, 7).Select(static number => $"user-{number}@example.org"), first.Concat(second).Select(static one => one.Email));
        Assert.All(first, static one => Assert.DoesNotContain("example", one.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_the_live_session_of_an_administrator_invites_and_takes_back()
    {
        await AddUserAsync(new("admin"), "admin");
        await AddUserAsync(new("user"));
        var administrator = new Actor(new("admin"), (await SignInAsync(new("admin"))).SessionId, Role.Administrator);
        var user = new Actor(new("user"), (await SignInAsync(new("user"))).SessionId, Role.Administrator);
        var (invitation, code) = Invitation.Create(Address, Clock.GetUtcNow());

        Assert.Equal(InvitationChange.ActorRefused, await Node.Invitations.AddAsync(invitation, code.Hash, NewMail(), NewEvent(), user, Stop));
        Assert.Equal(InvitationChange.Made, await Node.Invitations.AddAsync(invitation, code.Hash, NewMail(), NewEvent(), administrator, Stop));
        Assert.Equal(InvitationChange.ActorRefused, await Node.Invitations.RemoveAsync(invitation.Id, NewEvent(), user, Stop));
        await Node.Sessions.EndAsync(administrator.Session, administrator.User, EndReason.LoggedOut, Stop);
        Assert.Equal(InvitationChange.ActorRefused, await Node.Invitations.RemoveAsync(invitation.Id, NewEvent(), administrator, Stop));
        Assert.True(await Node.Invitations.IsValidAsync(Address, code.Hash, Stop));
    }

    private async Task<CodeHash> InviteAsync(string email)
    {
        var (invitation, code) = Invitation.Create(email, Clock.GetUtcNow());
        Assert.Equal(InvitationChange.Made, await Node.Invitations.AddAsync(invitation, code.Hash, NewMail(), NewEvent(), actor: null, Stop));
        return code.Hash;
    }

    private Task<InvitedAddition> AddAsync(string id, string email, CodeHash? code) => Node.Accounts.AddInvitedAsync(NewUser(id, email), code, Stop);

    private CardeaUser NewUser(string id, string email) =>
        new() { Id = id, Email = email, SecurityStamp = "first", ConcurrencyStamp = "first", CreatedAt = Clock.GetUtcNow() };

    private OutboxMail NewMail() => new(Guid.CreateVersion7(Clock.GetUtcNow()), Recipient: null, new byte[] { 1 }, Clock.GetUtcNow() + Invitation.Lifetime);

    private SecurityEvent NewEvent() => SecurityEvent.Of(SecurityEventKind.Invited, user: null, session: null, device: null, Clock.GetUtcNow());
}
