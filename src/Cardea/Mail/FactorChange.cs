namespace Cardea.Mail;

/// <summary>What a mail about changed factors tells; each template has a line for each.</summary>
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

    /// <summary>New recovery codes were made; the old ones are void.</summary>
    RecoveryCodesReplaced,

    /// <summary>An operator removed all of them, and the recovery codes.</summary>
    AllRemoved,
}
