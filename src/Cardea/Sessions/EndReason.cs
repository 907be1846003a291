namespace Cardea.Sessions;

/// <summary>Why a session was ended. The numbers are stored: never reuse one.</summary>
internal enum EndReason
{
    /// <summary>Its own device logged out, or its owner ended it from another device.</summary>
    LoggedOut = 0,

    /// <summary>A refresh token that had been used and proved received was presented again.</summary>
    Replayed = 1,

    /// <summary>Its owner reached the limit of sessions, and it was the oldest.</summary>
    LimitReached = 2,

    /// <summary>The account was disabled or deleted.</summary>
    AccountClosed = 3,

    /// <summary>An operator ended it.</summary>
    Administrator = 4,

    /// <summary>The password was changed or reset.</summary>
    PasswordChanged = 5,

    /// <summary>A second factor was added or removed.</summary>
    FactorsChanged = 6,

    /// <summary>The database had forgotten the end, as after a fail-over, and a node that knew it wrote it back.</summary>
    WrittenBack = 7,
}
