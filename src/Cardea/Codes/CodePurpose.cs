namespace Cardea.Codes;

/// <summary>What a one-time code is for. The numbers are stored: never reuse one.</summary>
internal enum CodePurpose
{
    /// <summary>Shows that an e-mail address is the user's. Good for an hour.</summary>
    VerifyEmail = 0,

    /// <summary>Sets a new password. Good for 10 minutes.</summary>
    ResetPassword = 1,

    /// <summary>Moves an account to the address the code was mailed to. Good for an hour.</summary>
    ChangeEmail = 2,

    /// <summary>Signs in, in the browser that asked for it. Good for 10 minutes.</summary>
    SignIn = 3,

    /// <summary>Stands for the first step of a sign-in whose second factor is due. Good for 5 minutes.</summary>
    SecondFactor = 4,

    /// <summary>Holds the challenge that a new passkey answers. Good for 5 minutes.</summary>
    AddPasskey = 5,

    /// <summary>Holds the challenge that a passkey signs to sign in or to prove again who it is. Good for 5 minutes.</summary>
    UsePasskey = 6,
}
