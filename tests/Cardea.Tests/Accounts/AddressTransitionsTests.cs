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
        var change = AddressTransitions.Move(Facts.Plain, Facts.Stamp, "countess@example.org", kept, Facts.Acting)!;

        Assert.Equal([new AccountEffect.MoveTo("countess@example.org")], change.Effects);
        Assert.True(change.ChangesCredential);
        Assert.Equal((new SessionEnding(EndReason.AddressChanged, kept), Facts.Acting), (change.Ends, change.Acting));
        Assert.Equal((SecurityEventKind.EmailChanged, new Notice(MailKind.EmailChanged)), (change.Event, change.Notice));
    }

    [Fact]
    public void A_credential_that_changed_since_the_request_cancels_a_move()
    {
        Assert.Null(AddressTransitions.Move(Facts.Plain, "an older stamp", "countess@example.org", kept: null, acting: null));
        Assert.Null(AddressTransitions.Move(Facts.Disabled, Facts.Stamp, "countess@example.org", kept: null, acting: null));
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
