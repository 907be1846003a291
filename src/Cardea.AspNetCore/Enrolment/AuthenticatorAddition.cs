using Cardea.AspNetCore.Accounts;

namespace Cardea.AspNetCore.Enrolment;

/// <summary>The result of the first code of an authenticator app.</summary>
internal abstract record AuthenticatorAddition
{
    private AuthenticatorAddition()
    {
    }

    /// <summary>The app is a factor of the account.</summary>
    /// <param name="Account">The account with the factor.</param>
    /// <param name="RecoveryCodes">The recovery codes, to be shown once.</param>
    public sealed record Added(Account Account, IReadOnlyList<string> RecoveryCodes) : AuthenticatorAddition
    {
        /// <summary>Never prints a recovery code.</summary>
        public override string ToString() => nameof(Added);
    }

    /// <summary>The code is wrong.</summary>
    public sealed record WrongCode : AuthenticatorAddition;

    /// <summary>The account has no key for an app.</summary>
    public sealed record NoKey : AuthenticatorAddition;

    /// <summary>The sign-in is finished, or the account has changed since it began.</summary>
    public sealed record Overtaken : AuthenticatorAddition;
}
