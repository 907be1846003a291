using Cardea.Accounts;
using Cardea.AspNetCore.Identity;
using Cardea.Tests.Accounts;

namespace Cardea.Tests.Identity;

/// <summary>The effects of a change, on a user of an app.</summary>
public sealed class IdentityEffectsTests
{
    private static readonly (AccountEffect Effect, string[] Calls)[] Table =
    [
        (new AccountEffect.SetPassword("hash"), ["SetPasswordHashAsync hash"]),
        (new AccountEffect.Rehash("hash"), ["SetPasswordHashAsync hash"]),
        (new AccountEffect.VerifyEmail(), ["SetEmailConfirmedAsync True"]),
        (new AccountEffect.MoveTo("new@example.org"), ["SetUserNameAsync new@example.org", "SetEmailAsync new@example.org", "SetEmailConfirmedAsync True"]),
        (new AccountEffect.SetRoles(["reader", "admin"]), ["RemoveFromRoleAsync writer", "AddToRoleAsync admin"]),
        (new AccountEffect.Disable(DateTimeOffset.UnixEpoch), ["SetLockoutEndDateAsync for good"]),
        (new AccountEffect.Enable(), ["SetLockoutEndDateAsync null"]),
        (new AccountEffect.RemoveAuthenticator(), ["SetTwoFactorEnabledAsync False", "SetAuthenticatorKeyAsync"]),
        (new AccountEffect.SetRecoveryCodes(["one", "two"]), ["ReplaceCodesAsync one,two"]),
        (new AccountEffect.UseRecoveryCode("one"), ["RedeemCodeAsync one"]),
        (new AccountEffect.AddPasskey(Facts.Passkey(1)), ["AddOrUpdatePasskeyAsync 01"]),
        (new AccountEffect.UpdatePasskey(Facts.Passkey(1)), ["AddOrUpdatePasskeyAsync 01"]),
        (new AccountEffect.RemovePasskey(Facts.Passkey(1)), ["RemovePasskeyAsync 01"]),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_effect_reaches_the_store_and_a_changed_credential_gives_a_new_stamp()
    {
        foreach (var (effect, expected) in Table)
        {
            var (store, calls) = RecordingUserStore.Create();

            await new IdentityEffects<AppUser>(store).ApplyAsync(new(), new AccountChange(effect), Cancellation);

            Assert.Equal(effect.IsOfCredential ? [.. expected, "SetSecurityStampAsync"] : expected, calls);
        }
    }

    [Fact]
    public async Task A_store_that_does_not_keep_something_says_so()
    {
        using var store = new AppUserStore();

        var refused = await Assert.ThrowsAsync<NotSupportedException>(
            () => new IdentityEffects<AppUser>(store).ApplyAsync(new(), new AccountChange(new AccountEffect.SetRoles(["admin"])), Cancellation));

        Assert.Equal("The user store AppUserStore does not implement IUserRoleStore`1.", refused.Message);
    }

    [Fact]
    public async Task The_authenticator_app_stays_with_identity()
    {
        var (store, _) = RecordingUserStore.Create();

        await Assert.ThrowsAsync<NotSupportedException>(
            () => new IdentityEffects<AppUser>(store).ApplyAsync(new(), new AccountChange(new AccountEffect.AddAuthenticator(1)), Cancellation));
    }
}
