using Cardea.Accounts;
using Cardea.Audit;
using Cardea.Mail;
using Cardea.Sessions;

namespace Cardea.Tests.Accounts;

public sealed class AddressTransitionsTests
{
    [Fact]
    public void Verifying_changes_no_credential()
    {
        var change = AddressTransitions.Verify(Facts.Unverified, Facts.Email)!;

        Assert.Equal([new AccountEffect.VerifyEmail()], change.Effects);
        Assert.False(change.ChangesCredential);
        Assert.Equal((SecurityEventKind.EmailVerified, null, null), (change.Event, change.Ends, change.Notice));
    }

    [Fact]
    public void A_code_for_another_address_or_a_disabled_account_verifies_nothing()
    {
        Assert.Null(AddressTransitions.Verify(Facts.Unverified, "eve@example.org"));
        Assert.Null(AddressTransitions.Verify(Facts.Disabled, Facts.Email));
    }

    [Fact]
    public void A_move_is_told_and_changes_a_credential()
    {
        var change = AddressTransitions.Move(Facts.Plain, Facts.Stamp, "countess@example.org")!;

        Assert.Equal([new AccountEffect.MoveTo("countess@example.org")], change.Effects);
        Assert.True(change.ChangesCredential);
        Assert.Equal((SecurityEventKind.EmailChanged, new Notice(MailKind.EmailChanged)), (change.Event, change.Notice));
    }

    [Fact]
    public void A_credential_that_changed_since_the_request_cancels_a_move()
    {
        Assert.Null(AddressTransitions.Move(Facts.Plain, "an older stamp", "countess@example.org"));
        Assert.Null(AddressTransitions.Move(Facts.Disabled, Facts.Stamp, "countess@example.org"));
    }

    [Fact]
    public void The_first_link_ends_what_an_earlier_registrant_set_up()
    {
        var change = AddressTransitions.SignInByLink(Facts.Full with { EmailVerified = false }, Facts.Email)!;

        Assert.Equal("SetPassword, VerifyEmail, RemoveAuthenticator, RemovePasskey, RemovePasskey, SetRecoveryCodes", Facts.Read(change));
        Assert.Null(Assert.IsType<AccountEffect.SetPassword>(change.Effects[0]).Hash);
        Assert.Equal(new SessionEnding(EndReason.PasswordChanged, Except: null), change.Ends);
    }

    [Fact]
    public void A_later_link_changes_nothing()
    {
        Assert.Null(AddressTransitions.SignInByLink(Facts.Plain, Facts.Email));
        Assert.Null(AddressTransitions.SignInByLink(Facts.Unverified, "eve@example.org"));
    }
}
