namespace Cardea.Codes;

/// <summary>The purpose of a one-time code. The numbers are stored: never reuse one.</summary>
internal enum CodePurpose
{
    /// <summary>Shows that an e-mail address is the user's. Valid for an hour.</summary>
    VerifyEmail = 0,

    /// <summary>Sets a new password. Valid for 10 minutes.</summary>
    ResetPassword = 1,

    /// <summary>Moves an account to the address that the code was mailed to. Valid for an hour.</summary>
    ChangeEmail = 2,

    /// <summary>Signs in, in the browser that asked for the code. Valid for 10 minutes.</summary>
    SignIn = 3,

    /// <summary>Stands for the first step of a sign-in whose second factor is due. Valid for 5 minutes.</summary>
    SecondFactor = 4,

    /// <summary>Holds the challenge that a new passkey answers. Valid for 5 minutes.</summary>
    AddPasskey = 5,

    /// <summary>Holds the challenge that a passkey signs to sign in, or to prove the user's identity again. Valid for 5 minutes.</summary>
    UsePasskey = 6,

    /// <summary>Brings the result of a sign-in with a provider to the app that began it. Valid for 60 seconds.</summary>
    AppCode = 20,

    /// <summary>Links a provider's account to the account of its owner, who must sign in as before. Valid for 15 minutes.</summary>
    LinkToken = 21,

    /// <summary>Stands for a sign-in with a provider that still needs an address or a proof. Valid for 15 minutes.</summary>
    ExternalToken = 22,

    /// <summary>Names what a browser's sign-in with a provider still needs, until a page reads it. Valid for 15 minutes.</summary>
    ExternalOutcome = 23,

    /// <summary>Stands for a sign-in whose user must add a second factor first. Valid for 15 minutes.</summary>
    Enrolment = 7,

    /// <summary>Shows that the user who adds a second factor reads the mail of the account. Valid for 10 minutes.</summary>
    EnrolmentMail = 8,

    /// <summary>Proves again who a user without a password is, in the session that asked for the code. Valid for 10 minutes.</summary>
    Reauthenticate = 9,

    /// <summary>
    /// Undoes a change of address. It is mailed to the old address, and is valid for seven days. While it is valid, it reserves the old
    /// address. An index of the stores names this number.
    /// </summary>
    UndoEmail = 10,
}
