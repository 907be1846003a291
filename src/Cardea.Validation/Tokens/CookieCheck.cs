using Cardea.Validation.Problems;

namespace Cardea.Validation.Tokens;

/// <summary>The result of checking the cookies of a request. Only an issuer has cookies.</summary>
internal abstract record CookieCheck
{
    private CookieCheck()
    {
    }

    /// <summary>The cookies are accepted.</summary>
    /// <param name="Token">The claims of the session's access token.</param>
    public sealed record Accepted(VerifiedToken Token) : CookieCheck;

    /// <summary>The cookies are not accepted.</summary>
    /// <param name="Reason">The reason, for the log: nothing of the cookies.</param>
    /// <param name="Answer">The answer, if the endpoint needs a user.</param>
    public sealed record Refused(string Reason, Problem Answer) : CookieCheck;
}
