namespace Cardea.Client;

/// <summary>What came of a step of a sign-in.</summary>
public abstract record SignInOutcome
{
    private SignInOutcome()
    {
    }

    /// <summary>The user is signed in.</summary>
    /// <param name="SessionId">The session. It is not a secret.</param>
    public sealed record SignedIn(string SessionId) : SignInOutcome
    {
        /// <summary>
        /// What the user should know. <c>password_breached</c> means that the password is in a public list of stolen ones.
        /// </summary>
        public IReadOnlyList<string> Notices { get; init; } = [];
    }

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

    /// <summary>
    /// The user must have a second factor, and adds it now: see <see cref="CardeaClient.BeginEnrolmentAsync"/>. Printing it shows
    /// no secret.
    /// </summary>
    public sealed record EnrolmentRequired : SignInOutcome
    {
        internal EnrolmentRequired(string enrolToken, IReadOnlyList<string> methods, bool isMailCodeRequired) =>
            (EnrolToken, Methods, IsMailCodeRequired) = (enrolToken, methods, isMailCodeRequired);

        /// <summary>The factors that can be added: <c>totp</c>, <c>passkey</c>.</summary>
        public IReadOnlyList<string> Methods { get; }

        /// <summary>True if the first step needs a mailed code: see <see cref="CardeaClient.RequestEnrolmentCodeAsync"/>.</summary>
        public bool IsMailCodeRequired { get; }

        internal string EnrolToken { get; }
    }

    /// <summary>A sign-in with a provider needs one more step. Printing it shows no secret.</summary>
    public sealed record ProviderStepRequired : SignInOutcome
    {
        internal ProviderStepRequired(ProviderStep step, string token, string? codeVerifier, string? account, IReadOnlyList<string> methods) =>
            (Step, Token, CodeVerifier, Account, Methods) = (step, token, codeVerifier, account, methods);

        /// <summary>The step.</summary>
        public ProviderStep Step { get; }

        /// <summary>What people call the account at the provider; null if the provider did not say.</summary>
        public string? Account { get; }

        /// <summary>For <see cref="ProviderStep.Proof"/>, the ways to prove the account: <c>session</c>, <c>password</c>, <c>take_over</c>.</summary>
        public IReadOnlyList<string> Methods { get; }

        internal string Token { get; }

        internal string? CodeVerifier { get; }
    }
}
