namespace Cardea.Mail;

/// <summary>The kind of a mail. Each kind has a template.</summary>
internal enum MailKind
{
    /// <summary>A link that confirms the address of a new account.</summary>
    VerifyEmail,

    /// <summary>A link to choose a new password.</summary>
    ResetPassword,

    /// <summary>A link that confirms the new address of an account. The mail goes to the new address.</summary>
    ChangeEmail,

    /// <summary>A link that signs in.</summary>
    SignInLink,

    /// <summary>A code that a user needs to add a second factor on a device that the account does not know.</summary>
    EnrolmentCode,

    /// <summary>A code that proves again who a user without a password is.</summary>
    Reauthentication,

    /// <summary>Somebody tried to use an address for their account. Another account has it, or can go back to it.</summary>
    AddressTaken,

    /// <summary>A sign-in from a new device.</summary>
    NewDevice,

    /// <summary>A session ended because its refresh token was replayed.</summary>
    TokenReplayed,

    /// <summary>The password was changed.</summary>
    PasswordChanged,

    /// <summary>A sign-in found the password among breached ones.</summary>
    PasswordBreached,

    /// <summary>The address was changed for good. The mail goes to the old address.</summary>
    EmailChanged,

    /// <summary>The address was changed. The mail goes to the old address, with a link that undoes the change.</summary>
    UndoEmail,

    /// <summary>The old address undid a change of address. The mail goes to the address that the account has lost.</summary>
    EmailChangeUndone,

    /// <summary>The person who reads the mail took over an account whose address was never verified.</summary>
    TakenOver,

    /// <summary>A factor was added or removed.</summary>
    FactorsChanged,

    /// <summary>The account is closed, and is deleted once no change of its address can be undone.</summary>
    DeletionAsked,

    /// <summary>The account was deleted.</summary>
    AccountDeleted,

    /// <summary>A link with which somebody whom an operator has invited registers.</summary>
    Invitation,

    /// <summary>A code for somebody who signs in with a provider and gave this address.</summary>
    ExternalCode,

    /// <summary>Somebody on a device that the account does not know had the right password, and a wrong second factor.</summary>
    SecondFactorFailed,
}
