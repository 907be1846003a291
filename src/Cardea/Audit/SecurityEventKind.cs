namespace Cardea.Audit;

/// <summary>The kind of a security event. The numbers are stored: never reuse one.</summary>
internal enum SecurityEventKind
{
    /// <summary>An account was registered, and its first session began.</summary>
    Registered = 0,

    /// <summary>A session began.</summary>
    SignedIn = 1,

    /// <summary>The password was wrong, or the account is closed or unknown.</summary>
    SignInFailed = 2,

    /// <summary>The password was right, but the second factor was wrong.</summary>
    SecondFactorFailed = 3,

    /// <summary>A device logged out, or its owner logged it out.</summary>
    LoggedOut = 4,

    /// <summary>A used refresh token was used again, so its session was ended.</summary>
    TokenReplayed = 5,

    /// <summary>The user proved their identity again.</summary>
    Reauthenticated = 6,

    /// <summary>A refresh token was newer than the database, which had lost commits. The session caught up.</summary>
    SessionHealed = 7,

    /// <summary>The user had a device trusted, so a sign-in there needs no second step for a while.</summary>
    DeviceTrusted = 8,

    /// <summary>A person who knew the old password changed the password.</summary>
    PasswordChanged = 10,

    /// <summary>A mailed code replaced the password.</summary>
    PasswordReset = 11,

    /// <summary>Somebody asked for a code to reset the password.</summary>
    PasswordForgotten = 12,

    /// <summary>The user showed that the e-mail address is theirs.</summary>
    EmailVerified = 13,

    /// <summary>The account moved to another e-mail address.</summary>
    EmailChanged = 14,

    /// <summary>The person who reads the mail of a never verified address took the account over.</summary>
    TakenOver = 15,

    /// <summary>The old address undid a change of address.</summary>
    EmailChangeUndone = 16,

    /// <summary>An authenticator app was added.</summary>
    AuthenticatorAdded = 20,

    /// <summary>The authenticator app was removed.</summary>
    AuthenticatorRemoved = 21,

    /// <summary>A passkey was added.</summary>
    PasskeyAdded = 22,

    /// <summary>A passkey was removed.</summary>
    PasskeyRemoved = 23,

    /// <summary>New recovery codes replaced the old codes.</summary>
    RecoveryCodesMade = 24,

    /// <summary>A recovery code was used up.</summary>
    RecoveryCodeUsed = 25,

    /// <summary>An operator removed all second factors and the recovery codes.</summary>
    FactorsRemoved = 26,

    /// <summary>An operator disabled the account.</summary>
    Locked = 30,

    /// <summary>An operator enabled the account.</summary>
    Unlocked = 31,

    /// <summary>An operator gave or took roles.</summary>
    RolesChanged = 32,

    /// <summary>An operator ended a session, or all sessions of the user.</summary>
    SessionsEnded = 33,

    /// <summary>An operator created the account.</summary>
    Added = 34,

    /// <summary>The owner or an operator deleted the account.</summary>
    Deleted = 35,

    /// <summary>The user got all data that is stored about them.</summary>
    Exported = 36,

    /// <summary>The owner asked to delete the account. The deletion waits while a change of the address can be undone.</summary>
    DeletionAsked = 37,

    /// <summary>An operator invited somebody to register. The detail has the id of the invitation.</summary>
    Invited = 38,

    /// <summary>An operator took an invitation back. The detail has its id.</summary>
    InvitationRemoved = 39,

    /// <summary>An operator let the next keys take over.</summary>
    KeysRotated = 40,

    /// <summary>An operator retired a key.</summary>
    KeyRetired = 41,

    /// <summary>An account at a provider was linked.</summary>
    ExternalLinked = 50,

    /// <summary>The link to an account at a provider was removed.</summary>
    ExternalUnlinked = 51,

    /// <summary>A session began with a provider.</summary>
    ExternalSignIn = 52,

    /// <summary>The provider that a session began with reported a logout, and the session ended.</summary>
    ExternalLogout = 53,
}
