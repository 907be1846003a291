using Cardea.AspNetCore.Problems;
using Cardea.Tokens;
using Cardea.Validation.Problems;

namespace Cardea.AspNetCore.Tokens;

/// <summary>The audience that a client asks an access token for (RFC 8707): the issuer, or <see cref="CardeaOptions.Audience"/>.</summary>
internal static class AskedAudience
{
    /// <summary>Reads an audience, compared exactly. A client that names none gets a token for the APIs.</summary>
    public static bool TryRead(string? text, CardeaOptions options, out TokenAudience audience)
    {
        // While both are the same, a token for the issuer is a token as any other.
        audience = text is null || text == options.Audience ? TokenAudience.Apis : TokenAudience.Issuer;
        return audience == TokenAudience.Apis || text == options.Issuer;
    }

    /// <summary>The answer to another audience.</summary>
    public static Problem Refusal(CardeaOptions options) => ContractProblem.Invalid(
        "audience",
        options.Audience == options.Issuer ? $"It must be {options.Issuer}." : $"It must be {options.Issuer} or {options.Audience}.");
}
