using System.Text.Json.Serialization;
using Microsoft.IdentityModel.Tokens;

namespace Cardea.Validation.Tokens;

/// <summary>
/// The header that our issuer writes. Any other member is refused: what it asks for (<c>crit</c>, <c>b64</c>, <c>zip</c>) or
/// brings along (<c>jwk</c>, <c>jku</c>, <c>x5c</c>, <c>x5u</c>) is not for a token to say (RFC 8725, section 3.10).
/// </summary>
/// <param name="Alg">How it is signed.</param>
/// <param name="Typ">What kind of JWT it is.</param>
/// <param name="Kid">The key that signed it.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record TokenHeader(string Alg, string Typ, string Kid)
{
    /// <summary>
    /// The two spellings of RFC 9068, section 4, to the letter. As media types they would ignore case, but there is one
    /// issuer, and it writes lower case.
    /// </summary>
    public static readonly string[] Types = ["at+jwt", "application/at+jwt"];

    /// <summary>The one algorithm.</summary>
    public static readonly string[] Algorithms = [SecurityAlgorithms.EcdsaSha256];

    /// <summary>Whether it is the header of an access token.</summary>
    public bool IsAccessToken => Algorithms.Contains(Alg, StringComparer.Ordinal) && Types.Contains(Typ, StringComparer.Ordinal);
}
