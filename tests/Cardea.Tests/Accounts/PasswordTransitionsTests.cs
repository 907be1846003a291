using Cardea.Accounts;
using Cardea.Audit;
using Cardea.Mail;
using Cardea.Sessions;

namespace Cardea.Tests.Accounts;

public sealed class PasswordTransitionsTests
{
    [Fact]
    public void A_change_keeps_the_acting_session_and_tells_the_owner()
    {
        var change = PasswordTransitions.Change(Facts.Full, Facts.Stamp, "hash", Facts.Acting)!;

        Assert.Equal([new AccountEffect.SetPassword("hash")], change.Effects);
        Assert.True(change.ChangesCredential);
        Assert.Equal(new SessionEnding(EndReason.PasswordChanged, Facts.Acting), change.Ends);
        Assert.Equal((SecurityEventKind.PasswordChanged, Facts.Acting), (change.Event, change.Acting));
        Assert.Equal(new Notice(MailKind.PasswordChanged), change.Notice);
    }

    [Fact]
    public void A_change_after_another_credential_changed_is_overtaken() =>
        Assert.Null(PasswordTransitions.Change(Facts.Plain, "an older stamp", "hash", Facts.Acting));

    [Fact]
    public void A_reset_keeps_the_factors_of_a_verified_account_and_ends_all_sessions()
    {
        var change = PasswordTransitions.Reset(Facts.Full, Facts.Email, "hash")!;

        Assert.Equal("SetPassword", Facts.Read(change));
        Assert.Equal(new SessionEnding(EndReason.PasswordChanged, Except: null), change.Ends);
        Assert.Equal((SecurityEventKind.PasswordReset, new Notice(MailKind.PasswordChanged)), (change.Event, change.Notice));
    }

    [Fact]
    public void A_reset_of_an_account_that_was_never_verified_is_a_take_over()
    {
        var change = PasswordTransitions.Reset(Facts.Full with { EmailVerified = false }, Facts.Email, "hash")!;

        Assert.Equal("SetPassword, VerifyEmail, RemoveAuthenticator, RemovePasskey, RemovePasskey, SetRecoveryCodes", Facts.Read(change));
        Assert.True(change.IsTakeOver);
    }

    [Fact]
    public void A_reset_is_for_the_enabled_account_that_has_the_address()
    {
        Assert.Null(PasswordTransitions.Reset(Facts.Plain, "eve@example.org", "hash"));
        Assert.Null(PasswordTransitions.Reset(Facts.Disabled, Facts.Email, "hash"));
    }

    [Fact]
    public void A_new_hash_of_the_same_password_ends_nothing()
    {
        var change = PasswordTransitions.Rehash(Facts.Plain, Facts.Stamp, "hash")!;

        Assert.Equal([new AccountEffect.Rehash("hash")], change.Effects);
        Assert.False(change.ChangesCredential);
        Assert.Equal((null, null, null), (change.Ends, change.Event, change.Notice));
        Assert.Empty(change.Voids);
        Assert.Null(PasswordTransitions.Rehash(Facts.Plain, "an older stamp", "hash"));
    }
}
