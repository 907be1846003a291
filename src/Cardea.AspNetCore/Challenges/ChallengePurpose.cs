namespace Cardea.AspNetCore.Challenges;

/// <summary>What the request is for whose allowance is used up.</summary>
public enum ChallengePurpose
{
    /// <summary><c>POST /auth/login</c></summary>
    SignIn,

    /// <summary><c>POST /auth/register</c>, and the passkey of a new account.</summary>
    Register,

    /// <summary><c>POST /auth/passkeys/sign-in/options</c></summary>
    AskForPasskey,

    /// <summary><c>POST /auth/password/forgot</c></summary>
    ForgotPassword,

    /// <summary><c>POST /auth/link</c></summary>
    SignInLink,
}
