namespace Cardea.Mail;

/// <summary>What a mail is about; each has a template.</summary>
internal enum MailKind
{
    /// <summary>A link that confirms the address of a new account.</summary>
    VerifyEmail,

    /// <summary>A link to choose a new password by.</summary>
    ResetPassword,

    /// <summary>A link that confirms a new address of an account; goes to the new one.</summary>
    ChangeEmail,

    /// <summary>A link that signs in.</summary>
    SignInLink,

    /// <summary>Somebody tried to change their address to one that has an account.</summary>
    AddressTaken,

    /// <summary>A sign-in from a device not seen before.</summary>
    NewDevice,

    /// <summary>A session ended because its refresh token was replayed.</summary>
    TokenReplayed,

    /// <summary>The password was changed.</summary>
    PasswordChanged,

    /// <summary>The address was changed; goes to the old one.</summary>
    EmailChanged,

    /// <summary>A factor was added or removed.</summary>
    FactorsChanged,

    /// <summary>The account was deleted.</summary>
    AccountDeleted,
}
