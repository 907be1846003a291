using System.Text.Json.Serialization;
using Microsoft.IdentityModel.Tokens;

namespace Cardea.Validation.Tokens;

/// <summary>
/// The header that the issuer writes. A token with any other member is refused. A token must not choose its processing
/// (<c>crit</c>, <c>b64</c>, <c>zip</c>) or its key (<c>jwk</c>, <c>jku</c>, <c>x5c</c>, <c>x5u</c>; RFC 8725, section 3.10).
/// </summary>
/// <param name="Alg">The algorithm of the signature.</param>
/// <param name="Typ">The kind of JWT.</param>
/// <param name="Kid">The id of the key that signed the token.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record TokenHeader(string Alg, string Typ, string Kid)
{
    /// <summary>
    /// The two spellings of RFC 9068, section 4, compared exactly. Media types ignore case, but the issuer writes lower case.
    /// </summary>
    public static readonly string[] Types = ["at+jwt", "application/at+jwt"];

    /// <summary>The one algorithm.</summary>
    public static readonly string[] Algorithms = [SecurityAlgorithms.EcdsaSha256];

    /// <summary>True if this is the header of an access token.</summary>
    public bool IsAccessToken => Algorithms.Contains(Alg, StringComparer.Ordinal) && Types.Contains(Typ, StringComparer.Ordinal);
}
