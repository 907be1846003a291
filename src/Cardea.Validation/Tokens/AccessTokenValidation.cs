namespace Cardea.Validation.Tokens;

/// <summary>The result of checking an access token.</summary>
internal abstract record AccessTokenValidation
{
    private AccessTokenValidation()
    {
    }

    /// <summary>The token is accepted.</summary>
    /// <param name="Token">The claims of the token.</param>
    public sealed record Accepted(VerifiedToken Token) : AccessTokenValidation;

    /// <summary>The token is not accepted.</summary>
    /// <param name="Reason">The reason, for the log: a constant that contains nothing of the token. The client does not get it.</param>
    public sealed record Refused(string Reason) : AccessTokenValidation;
}
