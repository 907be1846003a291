namespace Cardea.Mail;

/// <summary>The change that a mail about factors reports. Each template has a line for each change.</summary>
internal enum FactorChange
{
    /// <summary>An authenticator app was added.</summary>
    AuthenticatorAdded,

    /// <summary>The authenticator app was removed.</summary>
    AuthenticatorRemoved,

    /// <summary>A passkey was added.</summary>
    PasskeyAdded,

    /// <summary>A passkey was removed.</summary>
    PasskeyRemoved,

    /// <summary>New recovery codes replaced the old codes, which are void.</summary>
    RecoveryCodesReplaced,

    /// <summary>A recovery code was used to sign in.</summary>
    RecoveryCodeUsed,

    /// <summary>An account at a provider was linked, which signs in from now on.</summary>
    ProviderLinked,

    /// <summary>The link to an account at a provider was removed.</summary>
    ProviderUnlinked,

    /// <summary>An operator removed all factors and the recovery codes.</summary>
    AllRemoved,
}
