using Cardea.Accounts;
using Cardea.Revocation;
using Cardea.Rotation;

namespace Cardea.Stores.Tests.Contract;

/// <summary>Users: an address belongs to one of them, and of two changes at once one is told.</summary>
public abstract class AccountTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Fact]
    public async Task A_user_is_found_as_they_were_stored()
    {
        var user = new CardeaUser
        {
            Id = "alice",
            Email = "älice@example.org",
            EmailVerified = true,
            PasswordHash = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA",
            SecurityStamp = "security",
            ConcurrencyStamp = "concurrency",
            Roles = ["admin", "✨ \"quoted\""],
            CreatedAt = Clock.GetUtcNow(),
            DisabledAt = Clock.GetUtcNow() + TimeSpan.FromMilliseconds(1),
        };

        Assert.True(await Node.Accounts.AddAsync(user, Stop));

        Assert.Equivalent(user, await Node.Accounts.FindAsync(Alice, Stop), strict: true);
        Assert.Equivalent(user, await Node.Accounts.FindByEmailAsync(user.Email, Stop), strict: true);
    }

    [Fact]
    public async Task A_user_without_password_or_roles_is_found_as_they_were_stored()
    {
        var user = await AddUserAsync(Alice);

        Assert.Equivalent(user, await Node.Accounts.FindAsync(Alice, Stop), strict: true);
    }

    [Fact]
    public async Task Whoever_is_not_there_is_not_found()
    {
        await AddUserAsync(Alice);

        Assert.Null(await Node.Accounts.FindAsync(new("bob"), Stop));
        Assert.Null(await Node.Accounts.FindByEmailAsync("bob@example.org", Stop));
    }

    [Fact]
    public async Task A_user_is_added_with_passkeys_and_recovery_codes()
    {
        var user = new CardeaUser
        {
            Id = "alice",
            Email = "alice@example.org",
            CreatedAt = Clock.GetUtcNow(),
            RecoveryCodes = ["one", "two"],
            Passkeys = [NewPasskey(1), NewPasskey(2)],
        };

        Assert.True(await Node.Accounts.AddAsync(user, Stop));

        var stored = (await Node.Accounts.FindByPasskeyAsync([2], Stop))!;
        Assert.Equal(("alice", null), (stored.Id, stored.PasswordHash));
        Assert.Equal(user.RecoveryCodes, stored.RecoveryCodes);
        Assert.Equal(user.Passkeys.Select(static passkey => passkey.ToJson()), stored.Passkeys.Select(static passkey => passkey.ToJson()));
    }

    [Fact]
    public async Task A_user_whose_address_or_passkey_is_taken_is_not_added_at_all()
    {
        await Node.Accounts.AddAsync(new() { Id = "alice", Email = "alice@example.org", CreatedAt = Clock.GetUtcNow(), Passkeys = [NewPasskey(1)] }, Stop);

        Assert.False(await Node.Accounts.AddAsync(
            new() { Id = "bob", Email = "bob@example.org", CreatedAt = Clock.GetUtcNow(), Passkeys = [NewPasskey(2), NewPasskey(1)] }, Stop));
        Assert.False(await Node.Accounts.AddAsync(
            new() { Id = "bob", Email = "alice@example.org", CreatedAt = Clock.GetUtcNow(), Passkeys = [NewPasskey(2)] }, Stop));

        Assert.Null(await Node.Accounts.FindAsync(new("bob"), Stop));
        Assert.Null(await Node.Accounts.FindByPasskeyAsync([2], Stop));
        Assert.Equal("alice", (await Node.Accounts.FindByPasskeyAsync([1], Stop))!.Id);
    }

    [Fact]
    public async Task Of_twenty_who_register_one_passkey_at_once_one_gets_it()
    {
        Node[] nodes = [Node, await OpenAsync()];

        var added = await Race.RunAsync(20, racer => nodes[racer % 2].Accounts.AddAsync(
            new() { Id = $"user-{racer}", Email = $"user-{racer}@example.org", CreatedAt = Clock.GetUtcNow(), Passkeys = [NewPasskey(1)] }, Stop));

        Assert.Single(added, true);
        var winner = $"user-{Array.IndexOf(added, true)}";
        Assert.Equal(winner, (await Node.Accounts.FindByPasskeyAsync([1], Stop))!.Id);
        Assert.Equal([winner], (await Node.Accounts.SearchAsync(new("user-"), Stop)).Users.Select(static user => user.Id));
    }

    [Fact]
    public async Task Of_twenty_who_register_one_address_at_once_one_gets_it()
    {
        Node[] nodes = [Node, await OpenAsync()];

        var added = await Race.RunAsync(20, racer => nodes[racer % 2].Accounts.AddAsync(
            new() { Id = $"user-{racer}", Email = "alice@example.org", CreatedAt = Clock.GetUtcNow() }, Stop));

        Assert.Single(added, true);
        var owner = Assert.IsType<CardeaUser>(await Node.Accounts.FindByEmailAsync("alice@example.org", Stop));
        Assert.Equal($"user-{Array.IndexOf(added, true)}", owner.Id);
    }

    [Fact]
    public async Task An_update_writes_everything_that_can_change()
    {
        var user = await AddUserAsync(Alice);
        user = user with { Email = "new@example.org" };
        user = user with { EmailVerified = true };
        user = user with { PasswordHash = "hash" };
        user = user with { SecurityStamp = "second" };
        user = user with { ConcurrencyStamp = "second" };
        user = user with { Roles = ["admin"] };
        user = user with { DisabledAt = Clock.GetUtcNow() };

        Assert.IsType<AccountUpdate.Updated>(await Node.Accounts.UpdateAsync(new(user with { ConcurrencyStamp = "first" }, user), Stop));

        var stored = (await Node.Accounts.FindAsync(Alice, Stop))!;
        Assert.EquivalentWithExclusions(user, stored, strict: true, static stored => stored.SessionEpoch, static stored => stored.DeviceEpoch);
        Assert.Equal((1, 1), (stored.SessionEpoch, stored.DeviceEpoch));
        Assert.Null(await Node.Accounts.FindByEmailAsync("alice@example.org", Stop));
    }

    [Fact]
    public async Task Of_many_updates_that_began_at_once_one_is_stored()
    {
        Node[] nodes = [Node, await OpenAsync()];
        await AddUserAsync(Alice);
        var read = await Race.RunAsync(20, racer => nodes[racer % 2].Accounts.FindAsync(Alice, Stop));

        var updates = await Race.RunAsync(20, racer =>
        {
            var user = Assert.IsType<CardeaUser>(read[racer]);
            user = user with { Roles = [$"role-{racer}"] };
            user = user with { ConcurrencyStamp = $"racer-{racer}" };
            return nodes[racer % 2].Accounts.UpdateAsync(new(user with { ConcurrencyStamp = "first" }, user), Stop);
        });

        Assert.Single(updates.OfType<AccountUpdate.Updated>());
        Assert.Equal(19, updates.OfType<AccountUpdate.Stale>().Count());
        var stored = Assert.IsType<CardeaUser>(await Node.Accounts.FindAsync(Alice, Stop));
        Assert.Equal([$"role-{Array.FindIndex(updates, static update => update is AccountUpdate.Updated)}"], stored.Roles);
    }

    [Fact]
    public async Task An_address_that_is_taken_is_refused_and_nothing_else_is_written()
    {
        await AddUserAsync(new("bob"));
        var user = await AddUserAsync(Alice);
        user = user with { Email = "bob@example.org" };
        user = user with { EmailVerified = true };
        user = user with { DisabledAt = Clock.GetUtcNow() };
        var token = await SignInAsync(Alice);

        Assert.IsType<AccountUpdate.EmailTaken>(await Node.Accounts.UpdateAsync(new(user, user), Stop));

        var stored = Assert.IsType<CardeaUser>(await Node.Accounts.FindAsync(Alice, Stop));
        Assert.Equal("alice@example.org", stored.Email);
        Assert.False(stored.EmailVerified);
        await RotateAsync<RotationOutcome.Rotated>(token);
    }

    [Fact]
    public async Task Updating_somebody_who_was_removed_is_stale()
    {
        var user = await AddUserAsync(Alice);
        await Node.Accounts.RemoveAsync(Alice, actor: null, removal: null, mail: null, force: false, Stop);

        Assert.IsType<AccountUpdate.Stale>(await Node.Accounts.UpdateAsync(new(user, user), Stop));
        Assert.Null(await Node.Accounts.FindAsync(Alice, Stop));
    }

    [Fact]
    public async Task Disabling_an_account_ends_its_sessions_in_the_feed_as_well()
    {
        var user = await AddUserAsync(Alice);
        var tokens = new[] { await SignInAsync(Alice), await SignInAsync(Alice) };
        user = user with { DisabledAt = Clock.GetUtcNow() };

        await Node.Accounts.UpdateAsync(new(user, user), Stop);

        Assert.Empty(await Node.Sessions.ListAsync(Alice, Stop));
        var feed = await ReadRevokedAsync();
        Assert.Equal(tokens.Select(token => token.SessionId).ToHashSet(), feed.Select(revoked => revoked.SessionId).ToHashSet());
        Assert.All(feed, revoked => Assert.Equal(RevokedSession.None, revoked.LowestRecalls));
    }

    [Fact]
    public async Task A_stale_update_disables_nobody()
    {
        var user = await AddUserAsync(Alice);
        var token = await SignInAsync(Alice);
        user = user with { DisabledAt = Clock.GetUtcNow() };

        Assert.IsType<AccountUpdate.Stale>(await Node.Accounts.UpdateAsync(new(user with { ConcurrencyStamp = "not the stamp" }, user), Stop));

        await RotateAsync<RotationOutcome.Rotated>(token);
    }

    [Fact]
    public async Task Removing_a_user_ends_their_sessions_and_frees_their_address()
    {
        await AddUserAsync(Alice);
        var token = await SignInAsync(Alice);
        var bobs = await SignInAsync(new("bob"));

        var ends = (await Node.Accounts.RemoveAsync(Alice, actor: null, removal: null, mail: null, force: false, Stop)).Revoked;

        Assert.NotNull(ends);
        Assert.Equal(token.SessionId, Assert.Single(ends).SessionId);
        Assert.Equal(ends.ToHashSet(), (await ReadRevokedAsync()).ToHashSet());
        Assert.IsType<RotationOutcome.Ended>(await RotateAsync(token));
        await RotateAsync<RotationOutcome.Rotated>(bobs);
        Assert.IsType<AccountRemoval.NotFound>(await Node.Accounts.RemoveAsync(Alice, actor: null, removal: null, mail: null, force: false, Stop));
        await AddUserAsync(Alice);
    }
}
