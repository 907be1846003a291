namespace Cardea.Audit;

/// <summary>What happened. The numbers are stored: never reuse one.</summary>
internal enum SecurityEventKind
{
    /// <summary>An account was registered, and its first session began.</summary>
    Registered = 0,

    /// <summary>A session began.</summary>
    SignedIn = 1,

    /// <summary>A wrong password, or one for an account that is closed or unknown.</summary>
    SignInFailed = 2,

    /// <summary>The password was right, and the second factor wrong.</summary>
    SecondFactorFailed = 3,

    /// <summary>A device logged out, or was logged out by its owner.</summary>
    LoggedOut = 4,

    /// <summary>A refresh token that had been used was used again: its session was ended.</summary>
    TokenReplayed = 5,

    /// <summary>The user proved again who they are.</summary>
    Reauthenticated = 6,

    /// <summary>A refresh token was newer than the database, which had lost commits: its session caught up.</summary>
    SessionHealed = 7,

    /// <summary>The password was changed by whoever knew the old one.</summary>
    PasswordChanged = 10,

    /// <summary>The password was replaced by a mailed code.</summary>
    PasswordReset = 11,

    /// <summary>A code to reset the password was asked for.</summary>
    PasswordForgotten = 12,

    /// <summary>The e-mail address was shown to be the user's.</summary>
    EmailVerified = 13,

    /// <summary>The account moved to another e-mail address.</summary>
    EmailChanged = 14,

    /// <summary>An authenticator app was added.</summary>
    AuthenticatorAdded = 20,

    /// <summary>The authenticator app was removed.</summary>
    AuthenticatorRemoved = 21,

    /// <summary>A passkey was added.</summary>
    PasskeyAdded = 22,

    /// <summary>A passkey was removed.</summary>
    PasskeyRemoved = 23,

    /// <summary>New recovery codes took the place of the old ones.</summary>
    RecoveryCodesMade = 24,

    /// <summary>A recovery code was used up.</summary>
    RecoveryCodeUsed = 25,

    /// <summary>An operator removed all second factors, and the recovery codes.</summary>
    FactorsRemoved = 26,

    /// <summary>An operator disabled the account.</summary>
    Locked = 30,

    /// <summary>An operator enabled the account.</summary>
    Unlocked = 31,

    /// <summary>An operator gave or took roles.</summary>
    RolesChanged = 32,

    /// <summary>An operator ended a session, or all of them.</summary>
    SessionsEnded = 33,

    /// <summary>An operator made the account.</summary>
    Added = 34,

    /// <summary>The account was deleted, by its owner or an operator.</summary>
    Deleted = 35,

    /// <summary>The user was given all that is kept of them.</summary>
    Exported = 36,
}
