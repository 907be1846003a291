using System.Diagnostics;

namespace Cardea.Accounts;

/// <summary>Applies the effects of a change to a user of Cardea's own store.</summary>
internal static class UserEffects
{
    /// <summary>Returns the user after a change.</summary>
    /// <param name="user">The user as read.</param>
    /// <param name="change">The change.</param>
    public static CardeaUser Apply(this CardeaUser user, AccountChange change)
    {
        var changed = change.Effects.Aggregate(user, Apply);
        return changed with
        {
            SecurityStamp = change.ChangesCredential ? CardeaUser.NewStamp() : user.SecurityStamp,
            ConcurrencyStamp = CardeaUser.NewStamp(),
        };
    }

    private static CardeaUser Apply(CardeaUser user, AccountEffect effect) => effect switch
    {
        AccountEffect.SetPassword(var hash) => user with { PasswordHash = hash, PasswordBreachedAt = null },
        AccountEffect.Rehash(var hash) => user with { PasswordHash = hash },
        AccountEffect.VerifyEmail => user with { EmailVerified = true },
        AccountEffect.MoveTo(var email) => user with { Email = email, EmailVerified = true },
        AccountEffect.SetRoles(var roles) => user with { Roles = roles },
        AccountEffect.Disable(var at) => user with { DisabledAt = at, DeletionAskedAt = null },
        AccountEffect.Enable => user with { DisabledAt = null, DeletionAskedAt = null },
        AccountEffect.AskDeletion(var at) => user with { DisabledAt = user.DisabledAt ?? at, DeletionAskedAt = at },
        AccountEffect.OfferAuthenticator(var key) => user with { AuthenticatorKey = key },
        AccountEffect.AddAuthenticator(var step) => user with { AuthenticatorStep = step },
        AccountEffect.UseAuthenticator(var step) => user with { AuthenticatorStep = step },
        AccountEffect.RemoveAuthenticator => user with { AuthenticatorKey = null, AuthenticatorStep = null },
        AccountEffect.SetRecoveryCodes(var hashes) => user with { RecoveryCodes = hashes },
        AccountEffect.UseRecoveryCode(var used) => user with { RecoveryCodes = [.. user.RecoveryCodes.Where(hash => hash != used)] },
        AccountEffect.AddPasskey(var passkey) => user with { Passkeys = [.. user.Passkeys, passkey] },
        AccountEffect.UpdatePasskey(var passkey) =>
            user with { Passkeys = [.. user.Passkeys.Select(known => known.Is(passkey.CredentialId.Span) ? passkey : known)] },
        AccountEffect.RemovePasskey(var passkey) =>
            user with { Passkeys = [.. user.Passkeys.Where(known => !known.Is(passkey.CredentialId.Span))] },
        AccountEffect.AddExternalLogin(var login) => user with { ExternalLogins = [.. user.ExternalLogins, login] },
        AccountEffect.RemoveExternalLogin(var login) =>
            user with { ExternalLogins = [.. user.ExternalLogins.Where(known => !known.Is(login.Issuer, login.Subject))] },
        _ => throw new UnreachableException(effect.ToString()),
    };
}
