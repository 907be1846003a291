using System.Diagnostics;
using Cardea.Accounts;
using Cardea.AspNetCore.Factors;
using Cardea.External;
using Cardea.Factors;
using Microsoft.AspNetCore.Identity;

namespace Cardea.AspNetCore.Identity;

/// <summary>
/// Applies the effects of a change to a user of an app, through the store that the app brings. The caller stores the user
/// afterwards, in one update.
/// </summary>
/// <remarks>
/// Not through <see cref="UserManager{TUser}"/>: each of its methods would store the user, and so one change would be many.
/// </remarks>
internal sealed class IdentityEffects<TUser>(IUserStore<TUser> store)
    where TUser : class
{
    // An app's account is disabled by a lock-out that never ends.
    private static readonly DateTimeOffset ForGood = DateTimeOffset.MaxValue;

    /// <summary>Applies a change.</summary>
    /// <exception cref="NotSupportedException">The app's store does not keep what the change is about.</exception>
    public async Task ApplyAsync(TUser user, AccountChange change, CancellationToken cancellationToken)
    {
        foreach (var effect in change.Effects)
        {
            await ApplyAsync(user, effect, cancellationToken);
        }

        // A store without stamps has none to renew.
        if (change.ChangesCredential && store is IUserSecurityStampStore<TUser> stamps)
        {
            await stamps.SetSecurityStampAsync(user, CardeaUser.NewStamp(), cancellationToken);
        }
    }

    private Task ApplyAsync(TUser user, AccountEffect effect, CancellationToken cancellationToken) => effect switch
    {
        AccountEffect.SetPassword(var hash) => Require<IUserPasswordStore<TUser>>().SetPasswordHashAsync(user, hash, cancellationToken),
        AccountEffect.Rehash(var hash) => Require<IUserPasswordStore<TUser>>().SetPasswordHashAsync(user, hash, cancellationToken),
        AccountEffect.VerifyEmail => Require<IUserEmailStore<TUser>>().SetEmailConfirmedAsync(user, confirmed: true, cancellationToken),
        AccountEffect.MoveTo(var email) => MoveAsync(user, email, cancellationToken),
        AccountEffect.SetRoles(var roles) => SetRolesAsync(user, roles, cancellationToken),
        AccountEffect.Disable => Require<IUserLockoutStore<TUser>>().SetLockoutEndDateAsync(user, ForGood, cancellationToken),
        AccountEffect.Enable => Require<IUserLockoutStore<TUser>>().SetLockoutEndDateAsync(user, lockoutEnd: null, cancellationToken),
        AccountEffect.RemoveAuthenticator => RemoveAuthenticatorAsync(user, cancellationToken),
        AccountEffect.SetRecoveryCodes(var hashes) => Require<IUserTwoFactorRecoveryCodeStore<TUser>>().ReplaceCodesAsync(user, hashes, cancellationToken),
        AccountEffect.UseRecoveryCode(var hash) => Require<IUserTwoFactorRecoveryCodeStore<TUser>>().RedeemCodeAsync(user, hash, cancellationToken),
        AccountEffect.AddPasskey(var passkey) => SetAsync(user, passkey, cancellationToken),
        AccountEffect.UpdatePasskey(var passkey) => SetAsync(user, passkey, cancellationToken),
        AccountEffect.RemovePasskey(var passkey) =>
            Require<IUserPasskeyStore<TUser>>().RemovePasskeyAsync(user, passkey.CredentialId.ToArray(), cancellationToken),
        AccountEffect.AddExternalLogin(var login) => Require<IUserLoginStore<TUser>>().AddLoginAsync(
            user, new(login.Issuer, login.Subject, KnownIssuers.NameOf(login.Issuer) ?? login.Issuer), cancellationToken),
        AccountEffect.RemoveExternalLogin(var login) => RemoveAsync(user, login, cancellationToken),
        AccountEffect.AskDeletion =>
            throw new NotSupportedException("The app deletes its own users. Cardea does not change their address, so no deletion waits."),
        AccountEffect.OfferAuthenticator or AccountEffect.AddAuthenticator or AccountEffect.UseAuthenticator =>
            throw new NotSupportedException("The authenticator app of an app's user is ASP.NET Core Identity's: its key is not sealed, and its codes are not counted."),
        _ => throw new UnreachableException(effect.ToString()),
    };

    private async Task MoveAsync(TUser user, string email, CancellationToken cancellationToken)
    {
        var emails = Require<IUserEmailStore<TUser>>();
        await store.SetUserNameAsync(user, email, cancellationToken);
        await emails.SetEmailAsync(user, email, cancellationToken);
        await emails.SetEmailConfirmedAsync(user, confirmed: true, cancellationToken);
    }

    private async Task SetRolesAsync(TUser user, IReadOnlyList<string> roles, CancellationToken cancellationToken)
    {
        var kept = Require<IUserRoleStore<TUser>>();
        var present = await kept.GetRolesAsync(user, cancellationToken);
        foreach (var role in present.Except(roles).ToArray())
        {
            await kept.RemoveFromRoleAsync(user, role, cancellationToken);
        }

        foreach (var role in roles.Except(present).ToArray())
        {
            await kept.AddToRoleAsync(user, role, cancellationToken);
        }
    }

    private async Task RemoveAuthenticatorAsync(TUser user, CancellationToken cancellationToken)
    {
        await Require<IUserTwoFactorStore<TUser>>().SetTwoFactorEnabledAsync(user, enabled: false, cancellationToken);
        await Require<IUserAuthenticatorKeyStore<TUser>>().SetAuthenticatorKeyAsync(user, "", cancellationToken);
    }

    // ASP.NET Core's handlers store a login under the name of the provider.
    private async Task RemoveAsync(TUser user, ExternalLogin login, CancellationToken cancellationToken)
    {
        var logins = Require<IUserLoginStore<TUser>>();
        await logins.RemoveLoginAsync(user, login.Issuer, login.Subject, cancellationToken);
        if (KnownIssuers.NameOf(login.Issuer) is { } name)
        {
            await logins.RemoveLoginAsync(user, name, login.Subject, cancellationToken);
        }
    }

    private Task SetAsync(TUser user, Passkey passkey, CancellationToken cancellationToken) =>
        Require<IUserPasskeyStore<TUser>>().AddOrUpdatePasskeyAsync(user, passkey.ToUserPasskey(), cancellationToken);

    private TStore Require<TStore>()
        where TStore : class =>
        store as TStore ?? throw new NotSupportedException($"The user store {store.GetType().Name} does not implement {typeof(TStore).Name}.");
}
