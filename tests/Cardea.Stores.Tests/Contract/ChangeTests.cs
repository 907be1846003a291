using Cardea.Accounts;
using Cardea.Audit;
using Cardea.Clients;
using Cardea.Codes;
using Cardea.Factors;
using Cardea.Mail;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Stores.Tests.Contract;

/// <summary>Changes to an account: with the code that allows them, the sessions they end and what is told of them, or not at all.</summary>
public abstract class ChangeTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Fact]
    public async Task All_that_goes_with_a_change_is_done()
    {
        var user = await AddUserAsync(Alice);
        var (here, elsewhere) = (await SignInAsync(Alice), await SignInAsync(Alice));
        var code = await IssueAsync();
        var change = Change(user, NewPasskey(1)) with { Code = code, Ends = new(EndReason.PasswordChanged, here.SessionId), Event = NewEvent(), Mail = NewMail() };

        var update = Assert.IsType<AccountUpdate.Updated>(await Node.Accounts.UpdateAsync(change, Stop));

        Assert.Equal(elsewhere.SessionId, Assert.Single(update.Revoked).SessionId);
        Assert.IsType<RotationOutcome.Ended>(await RotateAsync(elsewhere));
        await RotateAsync<RotationOutcome.Rotated>(here);
        Assert.Null(await Node.Codes.FindAsync(code.Hash, code.Purpose, Stop));
        Assert.Equal(change.Event, Assert.Single(await ReadChangesAsync()));
        Assert.Equal(change.Mail!.Id, Assert.Single(await Node.Outbox.ClaimAsync(10, Stop)).Id);
        Assert.Single((await Node.Accounts.FindAsync(Alice, Stop))!.Passkeys);
    }

    [Fact]
    public async Task Without_its_code_nothing_is_done()
    {
        var user = await AddUserAsync(Alice);
        var token = await SignInAsync(Alice);
        var code = await IssueAsync();
        await Node.Codes.ConsumeAsync(code.Hash, code.Purpose, Stop);

        Assert.IsType<AccountUpdate.CodeSpent>(await Node.Accounts.UpdateAsync(
            Change(user) with { Code = code, Ends = new(EndReason.PasswordChanged, Except: null), Event = NewEvent(), Mail = NewMail() }, Stop));

        await AssertNothingChangedAsync();
        await RotateAsync<RotationOutcome.Rotated>(token);
    }

    [Fact]
    public async Task A_change_voids_the_codes_of_its_user_that_it_names_and_no_others()
    {
        var user = await AddUserAsync(Alice);
        await AddUserAsync(new("bob"));
        var (mine, other, others) = (await IssueAsync(), await IssueAsync(purpose: CodePurpose.ChangeEmail), await IssueAsync(new("bob")));

        await Node.Accounts.UpdateAsync(Change(user) with { Voids = [mine.Purpose, CodePurpose.SignIn] }, Stop);

        Assert.Null(await Node.Codes.FindAsync(mine.Hash, mine.Purpose, Stop));
        Assert.NotNull(await Node.Codes.FindAsync(other.Hash, other.Purpose, Stop));
        Assert.NotNull(await Node.Codes.FindAsync(others.Hash, others.Purpose, Stop));
    }

    [Fact]
    public async Task A_stale_change_leaves_its_code_good()
    {
        var user = await AddUserAsync(Alice);
        var code = await IssueAsync();

        Assert.IsType<AccountUpdate.Stale>(await Node.Accounts.UpdateAsync(
            new(user with { ConcurrencyStamp = "not the stamp" }, user) { Code = code, Event = NewEvent(), Mail = NewMail() }, Stop));

        await AssertNothingChangedAsync();
        Assert.NotNull(await Node.Codes.FindAsync(code.Hash, code.Purpose, Stop));
    }

    [Fact]
    public async Task An_address_that_is_taken_leaves_the_code_good()
    {
        await AddUserAsync(new("bob"));
        var user = await AddUserAsync(Alice);
        var code = await IssueAsync();
        var change = Change(user with { Email = "bob@example.org" }) with { Code = code, Event = NewEvent() };

        Assert.IsType<AccountUpdate.EmailTaken>(await Node.Accounts.UpdateAsync(change, Stop));

        await AssertNothingChangedAsync();
        Assert.NotNull(await Node.Codes.FindAsync(code.Hash, code.Purpose, Stop));
    }

    [Fact]
    public async Task An_event_that_cannot_be_stored_undoes_the_change_and_is_not_taken_for_an_address()
    {
        var user = await AddUserAsync(Alice);
        var taken = NewEvent();
        await Node.Events.AddAsync(taken, Stop);

        await Assert.ThrowsAnyAsync<Exception>(() => Node.Accounts.UpdateAsync(Change(user) with { Event = taken, Mail = NewMail() }, Stop));

        Assert.Equal("first", (await Node.Accounts.FindAsync(Alice, Stop))!.ConcurrencyStamp);
        Assert.Empty(await Node.Outbox.ClaimAsync(10, Stop));
    }

    [Fact]
    public async Task Of_many_changes_with_one_code_one_is_made()
    {
        Node[] nodes = [Node, await OpenAsync()];
        for (var round = 0; round < 10; round++)
        {
            var owner = new UserId($"racer-{round}");
            await AddUserAsync(owner);
            var code = await IssueAsync(owner);

            var updates = await Race.RunAsync(20, async racer =>
            {
                var store = nodes[racer % 2].Accounts;
                AccountUpdate update;
                do
                {
                    var user = (await store.FindAsync(owner, Stop))!;
                    var after = user with { ConcurrencyStamp = $"{racer} {user.ConcurrencyStamp}", PasswordHash = $"hash {racer}" };
                    update = await store.UpdateAsync(new(user, after) { Code = code }, Stop);
                }
                while (update is AccountUpdate.Stale);
                return update;
            });

            Assert.Single(updates.OfType<AccountUpdate.Updated>());
            Assert.Equal(19, updates.OfType<AccountUpdate.CodeSpent>().Count());
            var winner = Array.FindIndex(updates, static update => update is AccountUpdate.Updated);
            Assert.Equal($"hash {winner}", (await Node.Accounts.FindAsync(owner, Stop))!.PasswordHash);
        }
    }

    [Fact]
    public async Task Factors_come_back_as_they_were_stored()
    {
        var user = await AddUserAsync(Alice);
        var change = Change(
            user with { AuthenticatorKey = new byte[] { 1, 2, 3 }, AuthenticatorStep = 58_000_000_000, RecoveryCodes = ["one", "two"] }, NewPasskey(1), NewPasskey(2));

        await Node.Accounts.UpdateAsync(change, Stop);

        var stored = (await Node.Accounts.FindByPasskeyAsync([2], Stop))!;
        Assert.Equal((byte[])[1, 2, 3], stored.AuthenticatorKey!.Value.ToArray());
        Assert.Equal(58_000_000_000, stored.AuthenticatorStep);
        Assert.Equal(["one", "two"], stored.RecoveryCodes);
        Assert.Equal(change.After.Passkeys.Select(static passkey => passkey.ToJson()), stored.Passkeys.Select(static passkey => passkey.ToJson()));
    }

    [Fact]
    public async Task Passkeys_are_replaced_as_a_whole()
    {
        var user = await AddUserAsync(Alice);
        await Node.Accounts.UpdateAsync(Change(user, NewPasskey(1), NewPasskey(2)), Stop);

        user = (await Node.Accounts.FindAsync(Alice, Stop))!;
        await Node.Accounts.UpdateAsync(new(user, user with { Passkeys = [NewPasskey(2) with { SignCount = 7 }, NewPasskey(3)] }), Stop);

        var stored = (await Node.Accounts.FindAsync(Alice, Stop))!.Passkeys;
        Assert.Equal([(2, 7u), (3, 1u)], stored.Select(static passkey => ((int)passkey.CredentialId.Span[0], passkey.SignCount)).Order());
        Assert.Null(await Node.Accounts.FindByPasskeyAsync([1], Stop));
        user = (await Node.Accounts.FindAsync(Alice, Stop))!;
        await Node.Accounts.UpdateAsync(new(user, user with { Passkeys = [] }), Stop);
        Assert.Empty((await Node.Accounts.FindAsync(Alice, Stop))!.Passkeys);
    }

    [Fact]
    public async Task A_passkey_belongs_to_one_user()
    {
        await Node.Accounts.UpdateAsync(Change(await AddUserAsync(new("bob")), NewPasskey(1)), Stop);
        var user = await AddUserAsync(Alice);

        Assert.IsType<AccountUpdate.PasskeyTaken>(await Node.Accounts.UpdateAsync(
            Change(user, NewPasskey(2), NewPasskey(1)) with { Event = NewEvent(), Mail = NewMail() }, Stop));

        await AssertNothingChangedAsync();
        Assert.Null(await Node.Accounts.FindByPasskeyAsync([2], Stop));
        Assert.Equal("bob", (await Node.Accounts.FindByPasskeyAsync([1], Stop))!.Id);
    }

    [Fact]
    public async Task Removing_a_user_takes_what_is_personal_and_keeps_what_happened()
    {
        var user = await AddUserAsync(Alice);
        await Node.Accounts.UpdateAsync(Change(user, NewPasskey(1)) with { Event = NewEvent(), Mail = NewMail() }, Stop);
        var code = await IssueAsync();
        var token = await SignInAsync(Alice);
        Clock.Advance(TimeSpan.FromSeconds(1));
        var (removal, mail) = (NewEvent() with { IpAddress = null, UserAgent = null }, NewMail());

        Assert.IsType<AccountRemoval.Removed>(await Node.Accounts.RemoveAsync(Alice, actor: null, removal, mail, force: false, Stop));
        await Node.Accounts.EraseAsync(Alice, Stop);

        Assert.Null(await Node.Codes.FindAsync(code.Hash, code.Purpose, Stop));
        Assert.Null(await Node.Accounts.FindByPasskeyAsync([1], Stop));
        Assert.Equal(mail.Id, Assert.Single(await Node.Outbox.ClaimAsync(10, Stop)).Id);
        var events = await Node.Events.ReadAsync(Alice, before: null, 10, Stop);
        Assert.Equal(3, events.Count);
        Assert.Equal(removal, events[0]);
        Assert.All(events, static happened => Assert.Equal((null, null), (happened.IpAddress, happened.UserAgent)));
        Assert.IsType<RotationOutcome.Ended>(await RotateAsync(token));
    }

    private static AccountWrite Change(CardeaUser user, params Passkey[] passkeys)
    {
        var after = user with { ConcurrencyStamp = "second", PasswordHash = "new hash" };
        return new(user, passkeys.Length == 0 ? after : after with { Passkeys = passkeys });
    }

    private async Task AssertNothingChangedAsync()
    {
        var stored = (await Node.Accounts.FindAsync(Alice, Stop))!;
        Assert.Equal(("first", null), (stored.ConcurrencyStamp, stored.PasswordHash));
        Assert.Empty(stored.Passkeys);
        Assert.Empty(await ReadChangesAsync());
        Assert.Empty(await Node.Outbox.ClaimAsync(10, Stop));
    }

    private async Task<IEnumerable<SecurityEvent>> ReadChangesAsync() =>
        (await Node.Events.ReadAsync(Alice, before: null, 10, Stop)).Where(static happened => happened.Kind != SecurityEventKind.SignedIn);

    private async Task<StoredCode> IssueAsync(UserId? owner = null, CodePurpose purpose = CodePurpose.ResetPassword)
    {
        var code = new StoredCode(
            OneTimeCode.Create().Hash, purpose, owner ?? Alice, Address: null, State: null, Clock.GetUtcNow() + TimeSpan.FromMinutes(10));
        await Node.Codes.IssueAsync(code, mail: null, Stop);
        return code;
    }

    private SecurityEvent NewEvent() => SecurityEvent.Of(
        SecurityEventKind.PasswordReset, Alice, session: null, new ClientDevice(Name: null, "Netscape/4.0", "192.0.2.7"), Clock.GetUtcNow());

    private OutboxMail NewMail() => new(Guid.CreateVersion7(Clock.GetUtcNow()), Alice, new byte[] { 1, 2, 3 }, Clock.GetUtcNow() + TimeSpan.FromDays(1));
}
