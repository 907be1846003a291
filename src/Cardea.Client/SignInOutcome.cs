namespace Cardea.Client;

/// <summary>What came of the first step of a sign-in.</summary>
public abstract record SignInOutcome
{
    private SignInOutcome()
    {
    }

    /// <summary>The user is signed in.</summary>
    /// <param name="SessionId">The session. It is not a secret.</param>
    public sealed record SignedIn(string SessionId) : SignInOutcome;

    /// <summary>A second factor is due: send it by <see cref="CardeaClient.FinishSignInAsync"/>. Printing it shows no secret.</summary>
    public sealed record SecondFactorRequired : SignInOutcome
    {
        internal SecondFactorRequired(string mfaToken, IReadOnlyList<string> methods, bool isProof) =>
            (MfaToken, Methods, IsProof) = (mfaToken, methods, isProof);

        /// <summary>The second factors of the account: <c>totp</c>, <c>passkey</c>, <c>recovery_code</c>.</summary>
        public IReadOnlyList<string> Methods { get; }

        // Printing shows only what is public.
        internal string MfaToken { get; }

        internal bool IsProof { get; }
    }
}
