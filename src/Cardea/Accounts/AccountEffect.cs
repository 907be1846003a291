using Cardea.External;
using Cardea.Factors;

namespace Cardea.Accounts;

/// <summary>
/// One effect of a change on an account. A transition returns effects. <see cref="UserEffects"/> applies them to a user of Cardea's own store.
/// The adapter of ASP.NET Core Identity applies them to a user of an app.
/// </summary>
internal abstract record AccountEffect
{
    private AccountEffect()
    {
    }

    /// <summary>
    /// True if the effect changes how the user signs in, or what a session may do. The account then gets a new security stamp, so a
    /// sign-in that began before the change creates no session.
    /// </summary>
    public virtual bool IsOfCredential => true;

    /// <summary>Never prints a hash or a key.</summary>
    public sealed override string ToString() => GetType().Name;

    /// <summary>Sets the password.</summary>
    /// <param name="Hash">The hash; null removes the password.</param>
    public sealed record SetPassword(string? Hash) : AccountEffect;

    /// <summary>Replaces the hash of the same password.</summary>
    /// <param name="Hash">The new hash.</param>
    public sealed record Rehash(string Hash) : AccountEffect
    {
        /// <inheritdoc/>
        public override bool IsOfCredential => false;
    }

    /// <summary>Marks the address as verified.</summary>
    public sealed record VerifyEmail : AccountEffect
    {
        /// <inheritdoc/>
        public override bool IsOfCredential => false;
    }

    /// <summary>Moves the account to another address. The user has shown that the address is theirs.</summary>
    /// <param name="Email">The address, normalised.</param>
    public sealed record MoveTo(string Email) : AccountEffect;

    /// <summary>Sets the roles.</summary>
    /// <param name="Roles">All roles of the account.</param>
    public sealed record SetRoles(IReadOnlyList<string> Roles) : AccountEffect;

    /// <summary>Disables the account. A deletion that waits is cancelled, because only an operator disables an account.</summary>
    /// <param name="At">The time since when the account is disabled.</param>
    public sealed record Disable(DateTimeOffset At) : AccountEffect;

    /// <summary>Enables the account. A deletion that waits is cancelled.</summary>
    public sealed record Enable : AccountEffect;

    /// <summary>Closes the account until it is deleted.</summary>
    /// <param name="At">The time when the owner asked for the deletion.</param>
    public sealed record AskDeletion(DateTimeOffset At) : AccountEffect;

    /// <summary>Stores a key for an authenticator app. The app is not a factor yet.</summary>
    /// <param name="Key">The key, sealed under the master key.</param>
    public sealed record OfferAuthenticator(ReadOnlyMemory<byte> Key) : AccountEffect
    {
        /// <inheritdoc/>
        public override bool IsOfCredential => false;
    }

    /// <summary>Makes the authenticator app a factor.</summary>
    /// <param name="Step">The time step of the app's first code.</param>
    public sealed record AddAuthenticator(long Step) : AccountEffect;

    /// <summary>Uses up a code of the authenticator app, and all codes before it.</summary>
    /// <param name="Step">The time step of the code.</param>
    public sealed record UseAuthenticator(long Step) : AccountEffect
    {
        /// <inheritdoc/>
        public override bool IsOfCredential => false;
    }

    /// <summary>Removes the authenticator app and its key.</summary>
    public sealed record RemoveAuthenticator : AccountEffect;

    /// <summary>Replaces the recovery codes.</summary>
    /// <param name="Hashes">The hashes of all codes; an empty list removes the codes.</param>
    public sealed record SetRecoveryCodes(IReadOnlyList<string> Hashes) : AccountEffect;

    /// <summary>Uses up a recovery code.</summary>
    /// <param name="Hash">The hash of the code.</param>
    public sealed record UseRecoveryCode(string Hash) : AccountEffect
    {
        /// <inheritdoc/>
        public override bool IsOfCredential => false;
    }

    /// <summary>Adds a passkey.</summary>
    /// <param name="Passkey">The passkey.</param>
    public sealed record AddPasskey(Passkey Passkey) : AccountEffect;

    /// <summary>Stores a new name, count or backup state of a passkey.</summary>
    /// <param name="Passkey">The passkey with its new values.</param>
    public sealed record UpdatePasskey(Passkey Passkey) : AccountEffect
    {
        /// <inheritdoc/>
        public override bool IsOfCredential => false;
    }

    /// <summary>Removes a passkey.</summary>
    /// <param name="Passkey">The passkey.</param>
    public sealed record RemovePasskey(Passkey Passkey) : AccountEffect;

    /// <summary>Links an account at a provider.</summary>
    /// <param name="Login">The login.</param>
    public sealed record AddExternalLogin(ExternalLogin Login) : AccountEffect;

    /// <summary>Removes the link to an account at a provider.</summary>
    /// <param name="Login">The login.</param>
    public sealed record RemoveExternalLogin(ExternalLogin Login) : AccountEffect;
}
