using Cardea.Accounts;
using Cardea.Codes;
using Cardea.External;

namespace Cardea.Tests.Accounts;

/// <summary>What holds for every effect.</summary>
public sealed class AccountEffectTests
{
    private static readonly ExternalLogin Login = new("https://provider.example", "one", Label: "secret", DateTimeOffset.UnixEpoch);

    private static readonly AccountEffect[] All =
    [
        new AccountEffect.SetPassword("secret"), new AccountEffect.Rehash("secret"), new AccountEffect.VerifyEmail(), new AccountEffect.MoveTo("secret"),
        new AccountEffect.SetRoles(["secret"]), new AccountEffect.Disable(DateTimeOffset.UnixEpoch), new AccountEffect.Enable(), new AccountEffect.AskDeletion(DateTimeOffset.UnixEpoch),
        new AccountEffect.OfferAuthenticator(new byte[] { 1 }), new AccountEffect.AddAuthenticator(9), new AccountEffect.UseAuthenticator(9),
        new AccountEffect.RemoveAuthenticator(), new AccountEffect.SetRecoveryCodes(["secret"]), new AccountEffect.UseRecoveryCode("one"),
        new AccountEffect.AddPasskey(Facts.Passkey(3)), new AccountEffect.UpdatePasskey(Facts.Passkey(1) with { Name = "new" }), new AccountEffect.RemovePasskey(Facts.Passkey(1)),
        new AccountEffect.AddExternalLogin(Login with { Subject = "two" }), new AccountEffect.RemoveExternalLogin(Login),
    ];

    private static readonly CodePurpose[] OfCredentials =
    [
        CodePurpose.SecondFactor, CodePurpose.Enrolment, CodePurpose.EnrolmentMail, CodePurpose.Reauthenticate, CodePurpose.AppCode, CodePurpose.LinkToken,
        CodePurpose.ExternalToken,
    ];

    private static readonly CardeaUser User = new()
    {
        Id = "ada",
        Email = Facts.Email,
        PasswordHash = "hash",
        SecurityStamp = Facts.Stamp,
        ConcurrencyStamp = "first",
        DisabledAt = DateTimeOffset.UnixEpoch.AddDays(1),
        AuthenticatorKey = new byte[] { 7 },
        AuthenticatorStep = 7,
        RecoveryCodes = ["one", "two"],
        Passkeys = [Facts.Passkey(1), Facts.Passkey(2)],
        ExternalLogins = [Login],
    };

    [Fact]
    public void Each_effect_is_tried_here() =>
        Assert.Equal(
            typeof(AccountEffect).GetNestedTypes().Select(static type => type.Name).Order(StringComparer.Ordinal),
            All.Select(static effect => effect.GetType().Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Each_effect_changes_the_user_and_the_concurrency_stamp()
    {
        foreach (var effect in All)
        {
            var after = User.Apply(new AccountChange(effect));

            Assert.NotEqual(User.ConcurrencyStamp, after.ConcurrencyStamp);
            Assert.NotEqual(User, after with { SecurityStamp = User.SecurityStamp, ConcurrencyStamp = User.ConcurrencyStamp });
        }
    }

    [Fact]
    public void An_effect_on_a_credential_gives_a_new_security_stamp_and_no_other_does()
    {
        foreach (var effect in All)
        {
            Assert.Equal(effect.IsOfCredential, User.Apply(new AccountChange(effect)).SecurityStamp != User.SecurityStamp);
        }
    }

    [Fact]
    public void What_is_printed_shows_no_secret()
    {
        Assert.All(All, static effect => Assert.Equal(effect.GetType().Name, effect.ToString()));
        Assert.Equal("CardeaUser { Id = ada }", User.ToString());
        Assert.Equal("AccountFacts { Id = ada }", User.Facts.ToString());
        Assert.DoesNotContain("secret", new AccountChange(All).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_of_password_factor_or_address_ends_the_trust_in_devices()
    {
        foreach (var effect in All)
        {
            Assert.Equal(
                effect is AccountEffect.SetPassword or AccountEffect.MoveTo or AccountEffect.Disable or AccountEffect.AddAuthenticator or AccountEffect.RemoveAuthenticator
                    or AccountEffect.SetRecoveryCodes or AccountEffect.AddPasskey or AccountEffect.RemovePasskey
                    or AccountEffect.AddExternalLogin or AccountEffect.RemoveExternalLogin or AccountEffect.AskDeletion,
                new AccountChange(effect).EndsTrust);
        }
    }

    [Fact]
    public void A_change_voids_the_codes_that_stand_on_what_it_changes()
    {
        Assert.Equal(
            [CodePurpose.ResetPassword, CodePurpose.ChangeEmail, CodePurpose.SignIn, .. OfCredentials],
            new AccountChange(new AccountEffect.SetPassword("hash")).Voids.Order());
        Assert.Equal(
            [CodePurpose.VerifyEmail, CodePurpose.ResetPassword, CodePurpose.ChangeEmail, CodePurpose.SignIn, .. OfCredentials],
            new AccountChange(new AccountEffect.MoveTo("new@example.org")).Voids.Order());
        Assert.Equal([CodePurpose.ChangeEmail, .. OfCredentials], new AccountChange(new AccountEffect.RemoveAuthenticator()).Voids.Order());
        Assert.Equal(
            Enum.GetValues<CodePurpose>().Where(static purpose => purpose != CodePurpose.UndoEmail),
            new AccountChange(new AccountEffect.Disable(DateTimeOffset.UnixEpoch)).Voids.Order());
        Assert.Empty(new AccountChange(new AccountEffect.VerifyEmail(), new AccountEffect.UseRecoveryCode("one")).Voids);
    }
}
