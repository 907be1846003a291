namespace Cardea.Validation.Tokens;

/// <summary>Whether an access token is accepted.</summary>
internal abstract record AccessTokenValidation
{
    private AccessTokenValidation()
    {
    }

    /// <summary>It is.</summary>
    /// <param name="Token">What it says.</param>
    public sealed record Accepted(VerifiedToken Token) : AccessTokenValidation;

    /// <summary>It is not.</summary>
    /// <param name="Reason">Why, for the log: a constant, never anything of the token. Its bearer is not told.</param>
    public sealed record Refused(string Reason) : AccessTokenValidation;
}
