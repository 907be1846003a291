namespace Cardea.Sessions;

/// <summary>The reason why a session was ended. The numbers are stored: never reuse one.</summary>
internal enum EndReason
{
    /// <summary>The session's device logged out, or the owner ended the session from another device.</summary>
    LoggedOut = 0,

    /// <summary>A refresh token was presented again although its first answer was known to be received.</summary>
    Replayed = 1,

    /// <summary>The owner reached the limit of sessions, and this session was the oldest.</summary>
    LimitReached = 2,

    /// <summary>The account was disabled or deleted.</summary>
    AccountClosed = 3,

    /// <summary>An operator ended the session.</summary>
    Administrator = 4,

    /// <summary>The password was changed or reset.</summary>
    PasswordChanged = 5,

    /// <summary>A second factor was added or removed.</summary>
    FactorsChanged = 6,

    /// <summary>The database had lost the end, as after a fail-over. A node that knew the end wrote it back.</summary>
    WrittenBack = 7,

    /// <summary>The account moved to another e-mail address.</summary>
    AddressChanged = 8,

    /// <summary>The provider that the session began with reported a logout.</summary>
    ProviderLogout = 20,

    /// <summary>The login at a provider that the session began with was removed.</summary>
    ProviderUnlinked = 21,
}
