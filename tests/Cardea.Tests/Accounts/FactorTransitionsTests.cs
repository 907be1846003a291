using Cardea.Accounts;
using Cardea.Audit;
using Cardea.External;
using Cardea.Mail;
using Cardea.Sessions;

namespace Cardea.Tests.Accounts;

/// <summary>The authenticator app, recovery codes and passkeys.</summary>
public sealed class FactorTransitionsTests
{
    private static readonly WaysIn WithLinks = new(ByLink: true, IsUsable: static _ => false);
    private static readonly ExternalLogin Login = new("https://provider.example", "one", Label: null, DateTimeOffset.UnixEpoch);

    private static readonly string[] Codes = ["new"];

    [Fact]
    public void A_key_is_offered_until_there_is_an_app()
    {
        var offered = AuthenticatorTransitions.Offer(Facts.Plain, new byte[] { 1 }, Facts.Acting)!;
        Assert.Equal("OfferAuthenticator", Facts.Read(offered));
        Assert.Equal((false, Facts.Acting), (offered.ChangesCredential, offered.Acting));

        Assert.Null(AuthenticatorTransitions.Offer(Facts.Full, new byte[] { 1 }, Facts.Acting));
        Assert.Null(AuthenticatorTransitions.Offer(Facts.Disabled, new byte[] { 1 }, Facts.Acting));
    }

    [Fact]
    public void The_first_code_makes_the_app_a_factor_with_recovery_codes()
    {
        var added = AuthenticatorTransitions.Add(Facts.Plain, step: 8, Codes, Facts.Acting, endsOthers: false)!;

        Assert.Equal("AddAuthenticator, SetRecoveryCodes", Facts.Read(added));
        AssertIsByUser(added, SecurityEventKind.AuthenticatorAdded, FactorChange.AuthenticatorAdded);
        Assert.Null(AuthenticatorTransitions.Add(Facts.Plain, step: null, Codes, Facts.Acting, endsOthers: false));
        Assert.Null(AuthenticatorTransitions.Add(Facts.Full, step: 8, Codes, Facts.Acting, endsOthers: false));
        Assert.Null(AuthenticatorTransitions.Add(Facts.Disabled, step: 8, Codes, Facts.Acting, endsOthers: false));
    }

    [Fact]
    public void Recovery_codes_that_a_user_has_stay() =>
        Assert.Equal("AddPasskey", Facts.Read(PasskeyTransitions.Add(Facts.Full, Facts.Passkey(3), Codes, Facts.Acting, endsOthers: false)));

    [Theory]
    [InlineData(8L, true)]
    [InlineData(7L, false)]
    [InlineData(6L, false)]
    [InlineData(null, false)]
    public void A_code_of_the_app_works_once_and_no_older_one_after_it(long? step, bool works)
    {
        var used = AuthenticatorTransitions.Use(Facts.Full, step);

        Assert.Equal(works ? "UseAuthenticator" : "nothing", Facts.Read(used));
        Assert.False(used?.ChangesCredential ?? false);
        Assert.Null(AuthenticatorTransitions.Use(Facts.Full with { DisabledAt = DateTimeOffset.UnixEpoch }, step));
    }

    [Fact]
    public void A_recovery_code_works_once()
    {
        var used = RecoveryCodeTransitions.Use(Facts.Full, "one")!;
        Assert.Equal([new AccountEffect.UseRecoveryCode("one")], used.Effects);
        Assert.Equal((SecurityEventKind.RecoveryCodeUsed, "1 left"), (used.Event, used.Detail));

        Assert.Null(RecoveryCodeTransitions.Use(Facts.Full, "three"));
        Assert.Null(RecoveryCodeTransitions.Use(Facts.Plain with { RecoveryCodes = ["one"] }, "one"));
    }

    [Fact]
    public void Recovery_codes_are_replaced_where_there_is_a_factor()
    {
        AssertIsByUser(RecoveryCodeTransitions.Replace(Facts.Full, Codes, Facts.Acting, endsOthers: false)!, SecurityEventKind.RecoveryCodesMade, FactorChange.RecoveryCodesReplaced);
        Assert.Null(RecoveryCodeTransitions.Replace(Facts.Plain, Codes, Facts.Acting, endsOthers: false));
    }

    [Fact]
    public void The_last_factor_takes_the_recovery_codes_along()
    {
        var (noApp, noPasskey) = (Facts.Full with { AuthenticatorStep = null, Passkeys = [Facts.Passkey(1)] }, Facts.Full with { Passkeys = [] });

        Assert.Equal("RemoveAuthenticator", Facts.Read(AuthenticatorTransitions.Remove(Facts.Full, SecondFactorRequirement.None, Facts.Acting)));
        Assert.Equal("RemoveAuthenticator, SetRecoveryCodes", Facts.Read(AuthenticatorTransitions.Remove(noPasskey, SecondFactorRequirement.None, Facts.Acting)));
        Assert.Equal("RemovePasskey", Facts.Read(PasskeyTransitions.Remove(Facts.Full, [1], WithLinks, SecondFactorRequirement.None, Facts.Acting)));
        Assert.Equal("RemovePasskey, SetRecoveryCodes", Facts.Read(PasskeyTransitions.Remove(noApp, [1], WithLinks, SecondFactorRequirement.None, Facts.Acting)));
        Assert.Null(AuthenticatorTransitions.Remove(noApp, SecondFactorRequirement.None, Facts.Acting));
        Assert.Null(PasskeyTransitions.Remove(Facts.Full, [3], WithLinks, SecondFactorRequirement.None, Facts.Acting));
    }

    [Fact]
    public void The_other_sessions_end_with_a_new_factor_if_the_user_says_so_and_with_a_removed_one_always()
    {
        var others = new SessionEnding(EndReason.FactorsChanged, Facts.Acting);

        Assert.Equal(others, AuthenticatorTransitions.Add(Facts.Plain, step: 8, Codes, Facts.Acting, endsOthers: true)!.Ends);
        Assert.Equal(others, PasskeyTransitions.Add(Facts.Plain, Facts.Passkey(3), Codes, Facts.Acting, endsOthers: true)!.Ends);
        Assert.Equal(others, RecoveryCodeTransitions.Replace(Facts.Full, Codes, Facts.Acting, endsOthers: true)!.Ends);
        Assert.Equal(others, AuthenticatorTransitions.Remove(Facts.Full, SecondFactorRequirement.None, Facts.Acting)!.Ends);
        Assert.Equal(others, PasskeyTransitions.Remove(Facts.Full, [1], WithLinks, SecondFactorRequirement.None, Facts.Acting)!.Ends);
    }

    [Theory]
    [InlineData(SecondFactorRequirement.None, false, false)]
    [InlineData(SecondFactorRequirement.Administrators, false, true)]
    [InlineData(SecondFactorRequirement.All, true, true)]
    public void The_last_factor_stays_where_the_user_must_have_one(SecondFactorRequirement required, bool ofAll, bool ofAdministrators)
    {
        foreach (var (roles, stays) in ((string[], bool)[])[(["editor"], ofAll), (["admin"], ofAdministrators)])
        {
            var all = Facts.Full with { Roles = roles };
            Assert.Equal(stays, FactorTransitions.AreRequired(required, roles));
            Assert.Equal(stays, AuthenticatorTransitions.Remove(all with { Passkeys = [] }, required, Facts.Acting) is null);
            Assert.Equal(stays, PasskeyTransitions.Remove(all with { AuthenticatorStep = null, Passkeys = [Facts.Passkey(1)] }, [1], WithLinks, required, Facts.Acting) is null);
            Assert.NotNull(AuthenticatorTransitions.Remove(all, required, Facts.Acting));
            Assert.NotNull(PasskeyTransitions.Remove(all, [1], WithLinks, required, Facts.Acting));
        }
    }

    [Fact]
    public void A_user_who_signs_in_may_enrol_while_there_is_no_factor_and_no_credential_has_changed()
    {
        Assert.True(FactorTransitions.MayEnrol(Facts.Plain, Facts.Stamp));
        Assert.False(FactorTransitions.MayEnrol(Facts.Plain, "another"));
        Assert.False(FactorTransitions.MayEnrol(Facts.Full, Facts.Stamp));
        Assert.False(FactorTransitions.MayEnrol(Facts.Disabled, Facts.Stamp));
    }

    [Theory]
    [InlineData(false, false, false, 1, true)]
    [InlineData(false, false, true, 1, true)]
    [InlineData(false, true, false, 1, true)]
    [InlineData(false, true, true, 1, false)]
    [InlineData(true, false, false, 1, false)]
    [InlineData(false, false, false, 2, false)]
    public void The_last_way_to_sign_in_stays(bool hasPassword, bool hasLinks, bool isVerified, int passkeys, bool isLast)
    {
        var facts = Facts.Plain with
        {
            HasPassword = hasPassword,
            EmailVerified = isVerified,
            Passkeys = [.. Enumerable.Range(1, passkeys).Select(static id => Facts.Passkey((byte)id))],
        };

        var waysIn = WithLinks with { ByLink = hasLinks };
        Assert.Equal(isLast, PasskeyTransitions.IsLastWayIn(facts, [1], waysIn));
        Assert.Equal(isLast, PasskeyTransitions.Remove(facts, [1], waysIn, SecondFactorRequirement.None, Facts.Acting) is null);
        Assert.False(PasskeyTransitions.IsLastWayIn(facts, [9], waysIn));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_login_is_a_way_to_sign_in_while_its_provider_is_set_up(bool isSetUp, bool isLast)
    {
        var waysIn = new WaysIn(ByLink: false, login => isSetUp && login == Login);
        var facts = Facts.Plain with { HasPassword = false, Passkeys = [Facts.Passkey(1)], ExternalLogins = [Login] };

        Assert.Equal(isLast, PasskeyTransitions.IsLastWayIn(facts, [1], waysIn));
        Assert.Equal(isLast, PasskeyTransitions.Remove(facts, [1], waysIn, SecondFactorRequirement.None, Facts.Acting) is null);
        Assert.NotNull(ExternalTransitions.Unlink(facts, [Login], waysIn, Facts.Acting));
    }

    [Theory]
    [InlineData(false, false, false, true)]
    [InlineData(false, false, true, true)]
    [InlineData(false, true, true, false)]
    [InlineData(true, false, false, false)]
    public void The_last_login_stays(bool hasPassword, bool hasLinks, bool isVerified, bool isLast)
    {
        var waysIn = new WaysIn(hasLinks, static _ => true);
        var facts = Facts.Plain with { HasPassword = hasPassword, EmailVerified = isVerified, ExternalLogins = [Login] };

        Assert.Equal(isLast, ExternalTransitions.AreLastWayIn(facts, [Login], waysIn));
        Assert.Equal(isLast, ExternalTransitions.Unlink(facts, [Login], waysIn, Facts.Acting) is null);
        Assert.NotNull(ExternalTransitions.Unlink(facts with { ExternalLogins = [Login, Login with { Subject = "two" }] }, [Login], waysIn, Facts.Acting));
        Assert.False(ExternalTransitions.AreLastWayIn(facts, [], waysIn));
    }

    [Fact]
    public void An_account_has_a_limit_of_passkeys()
    {
        var full = Facts.Plain with { Passkeys = [.. Enumerable.Range(0, PasskeyTransitions.Most).Select(static id => Facts.Passkey((byte)id))] };

        Assert.Null(PasskeyTransitions.Add(full, Facts.Passkey(99), Codes, Facts.Acting, endsOthers: false));
        AssertIsByUser(PasskeyTransitions.Add(Facts.Plain, Facts.Passkey(99), Codes, Facts.Acting, endsOthers: false)!, SecurityEventKind.PasskeyAdded, FactorChange.PasskeyAdded);
    }

    [Theory]
    [InlineData(6u, true)]
    [InlineData(0u, true)]
    [InlineData(5u, false)]
    [InlineData(4u, false)]
    public void A_passkey_whose_count_does_not_grow_is_a_copy(uint count, bool works)
    {
        var used = PasskeyTransitions.Use(Facts.Full, Facts.Passkey(1, count));

        Assert.Equal(works ? "UpdatePasskey" : "nothing", Facts.Read(used));
        Assert.False(used?.ChangesCredential ?? false);
        Assert.Null(PasskeyTransitions.Use(Facts.Full with { DisabledAt = DateTimeOffset.UnixEpoch }, Facts.Passkey(1, count)));
    }

    [Fact]
    public void A_name_is_no_credential()
    {
        var renamed = PasskeyTransitions.Rename(Facts.Full, [2], "Phone", Facts.Acting)!;

        Assert.Equal("Phone", Assert.IsType<AccountEffect.UpdatePasskey>(Assert.Single(renamed.Effects)).Passkey.Name);
        Assert.Equal((false, null, null, Facts.Acting), (renamed.ChangesCredential, renamed.Event, renamed.Notice, renamed.Acting));
        Assert.Null(PasskeyTransitions.Rename(Facts.Full, [3], "Phone", Facts.Acting));
    }

    private static void AssertIsByUser(AccountChange change, SecurityEventKind happened, FactorChange told)
    {
        Assert.True(change.ChangesCredential);
        Assert.Null(change.Ends);
        Assert.Equal((happened, Facts.Acting), (change.Event, change.Acting));
        Assert.Equal(new Notice(MailKind.FactorsChanged, told), change.Notice);
    }
}
