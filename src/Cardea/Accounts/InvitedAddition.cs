namespace Cardea.Accounts;

/// <summary>The result of adding an account that needs an invitation.</summary>
internal enum InvitedAddition
{
    /// <summary>The account was added, and its invitation is used up.</summary>
    Added,

    /// <summary>There is no such invitation for the address, or it was used or has expired. Nothing was stored.</summary>
    NotInvited,

    /// <summary>The address, a passkey or a login is taken. Nothing was stored, and the invitation is still valid.</summary>
    Taken,
}
