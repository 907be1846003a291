using Cardea.Accounts;
using Cardea.Audit;
using Cardea.Codes;
using Cardea.Mail;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Tests.Accounts;

public sealed class AddressTransitionsTests
{
    [Fact]
    public void Verifying_changes_no_credential()
    {
        var change = AddressTransitions.Verify(Facts.Unverified, Facts.Email, checkedStamp: null, Facts.Acting)!;

        Assert.Equal([new AccountEffect.VerifyEmail()], change.Effects);
        Assert.False(change.ChangesCredential);
        Assert.Equal((SecurityEventKind.EmailVerified, Facts.Acting, null, null), (change.Event, change.Acting, change.Ends, change.Notice));
    }

    [Fact]
    public void A_code_for_another_address_or_a_disabled_account_verifies_nothing()
    {
        Assert.Null(AddressTransitions.Verify(Facts.Unverified, "eve@example.org", checkedStamp: null, acting: null));
        Assert.Null(AddressTransitions.Verify(Facts.Disabled, Facts.Email, checkedStamp: null, acting: null));
    }

    [Fact]
    public void A_password_that_was_right_before_another_credential_changed_verifies_nothing()
    {
        Assert.NotNull(AddressTransitions.Verify(Facts.Unverified, Facts.Email, Facts.Stamp, acting: null));
        Assert.Null(AddressTransitions.Verify(Facts.Unverified, Facts.Email, "an older stamp", acting: null));
    }

    [Fact]
    public void A_move_is_told_changes_a_credential_and_ends_all_sessions_but_the_one_that_asked()
    {
        var kept = SessionId.Create(DateTimeOffset.UnixEpoch.AddYears(61));
        var change = AddressTransitions.Move(Facts.Plain, Facts.Stamp, "countess@example.org", kept, Facts.Acting, isUndoable: false)!;

        Assert.Equal([new AccountEffect.MoveTo("countess@example.org")], change.Effects);
        Assert.True(change.ChangesCredential);
        Assert.Equal((new SessionEnding(EndReason.AddressChanged, kept), Facts.Acting), (change.Ends, change.Acting));
        Assert.Equal((SecurityEventKind.EmailChanged, new Notice(MailKind.EmailChanged)), (change.Event, change.Notice));
    }

    [Fact]
    public void A_credential_that_changed_since_the_request_cancels_a_move()
    {
        Assert.Null(AddressTransitions.Move(Facts.Plain, "an older stamp", "countess@example.org", kept: null, acting: null, isUndoable: true));
        Assert.Null(AddressTransitions.Move(Facts.Disabled, Facts.Stamp, "countess@example.org", kept: null, acting: null, isUndoable: true));
    }

    [Fact]
    public void A_move_can_be_undone_unless_an_old_credential_confirmed_it()
    {
        var change = AddressTransitions.Move(Facts.Plain, Facts.Stamp, "countess@example.org", kept: null, acting: null, isUndoable: true)!;

        Assert.Equal((true, new Notice(MailKind.UndoEmail)), (change.IsUndoable, change.Notice));
        Assert.DoesNotContain(CodePurpose.UndoEmail, change.Voids);
        var now = DateTimeOffset.UnixEpoch.AddDays(30);
        Assert.False(AddressUndo.IsOld(now - AddressUndo.Lifetime, now));
        Assert.True(AddressUndo.IsOld(now - AddressUndo.Lifetime - TimeSpan.FromMilliseconds(1), now));
    }

    [Fact]
    public void An_undo_removes_the_password_and_the_later_factors_and_keeps_the_earlier_ones()
    {
        var before = Facts.Full with { AuthenticatorId = "app", Passkeys = [Facts.Passkey(1)], RecoveryCodes = ["one", "two"] };
        var after = before with { Passkeys = [Facts.Passkey(1), Facts.Passkey(2)], RecoveryCodes = ["two", "new"], Email = "thief@example.org" };

        var change = AddressTransitions.Undo(after, Facts.Email, AddressUndo.DescribeFactors(before))!;

        Assert.Equal("MoveTo, SetPassword, RemovePasskey, SetRecoveryCodes", Facts.Read(change));
        Assert.Equal(Facts.Email, Assert.IsType<AccountEffect.MoveTo>(change.Effects[0]).Email);
        Assert.Null(Assert.IsType<AccountEffect.SetPassword>(change.Effects[1]).Hash);
        Assert.True(Assert.IsType<AccountEffect.RemovePasskey>(change.Effects[2]).Passkey.Is(Facts.Passkey(2).CredentialId.Span));
        Assert.Equal(["two"], Assert.IsType<AccountEffect.SetRecoveryCodes>(change.Effects[3]).Hashes);
        Assert.Equal(new SessionEnding(EndReason.AddressChanged, Except: null), change.Ends);
        Assert.Equal((SecurityEventKind.EmailChangeUndone, new Notice(MailKind.EmailChangeUndone)), (change.Event, change.Notice));
        Assert.Equal(Enum.GetValues<CodePurpose>().Where(static purpose => purpose != CodePurpose.UndoEmail), change.Voids.Order());
    }

    [Fact]
    public void An_undo_removes_another_app_and_all_recovery_codes_if_no_earlier_factor_is_left()
    {
        var before = Facts.Plain with { HasAuthenticatorKey = true, AuthenticatorStep = 1, AuthenticatorId = "app", RecoveryCodes = ["one"] };
        var after = before with { AuthenticatorId = "other app" };

        var change = AddressTransitions.Undo(after, Facts.Email, AddressUndo.DescribeFactors(before))!;

        Assert.Equal("MoveTo, SetPassword, RemoveAuthenticator, SetRecoveryCodes", Facts.Read(change));
        Assert.Empty(Assert.IsType<AccountEffect.SetRecoveryCodes>(change.Effects[3]).Hashes);
    }

    [Fact]
    public void An_undo_opens_an_account_that_waits_for_its_deletion_and_none_that_an_operator_disabled()
    {
        var waiting = Facts.Disabled with { DeletionAskedAt = DateTimeOffset.UnixEpoch };

        Assert.EndsWith("Enable", Facts.Read(AddressTransitions.Undo(waiting, Facts.Email, earlier: null)), StringComparison.Ordinal);
        Assert.Null(AddressTransitions.Undo(Facts.Disabled, Facts.Email, earlier: null));
    }

    [Fact]
    public void A_deletion_that_waits_voids_every_code_but_the_undo()
    {
        var change = LifecycleTransitions.AskDeletion(Facts.Plain, DateTimeOffset.UnixEpoch, Facts.Acting)!;

        Assert.Equal(Enum.GetValues<CodePurpose>().Where(static purpose => purpose != CodePurpose.UndoEmail), change.Voids.Order());
        Assert.Null(LifecycleTransitions.AskDeletion(Facts.Disabled, DateTimeOffset.UnixEpoch, Facts.Acting));
    }

    [Fact]
    public void A_take_over_leaves_no_earlier_way_in_no_session_and_no_code()
    {
        var change = AddressTransitions.TakeOver(Facts.Full with { EmailVerified = false }, Facts.Email, "hash")!;

        Assert.Equal("SetPassword, VerifyEmail, RemoveAuthenticator, RemovePasskey, RemovePasskey, SetRecoveryCodes", Facts.Read(change));
        Assert.Equal("hash", Assert.IsType<AccountEffect.SetPassword>(change.Effects[0]).Hash);
        Assert.Equal(new SessionEnding(EndReason.PasswordChanged, Except: null), change.Ends);
        Assert.Equal((SecurityEventKind.TakenOver, new Notice(MailKind.TakenOver)), (change.Event, change.Notice));
        Assert.Equal(Enum.GetValues<CodePurpose>(), change.Voids.Order());
    }

    [Fact]
    public void Only_an_enabled_account_whose_address_was_never_verified_is_taken_over()
    {
        Assert.Null(AddressTransitions.TakeOver(Facts.Plain, Facts.Email, "hash"));
        Assert.Null(AddressTransitions.TakeOver(Facts.Unverified, "eve@example.org", "hash"));
        Assert.Null(AddressTransitions.TakeOver(Facts.Disabled with { EmailVerified = false }, Facts.Email, "hash"));
    }
}
