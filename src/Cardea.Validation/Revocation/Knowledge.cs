using System.Collections.Frozen;
using Microsoft.IdentityModel.Tokens;

namespace Cardea.Validation.Revocation;

/// <summary>That everything the issuer had revoked up to a moment is known here; and its keys as of then.</summary>
/// <param name="At">When the issuer said so.</param>
/// <param name="Behind">How old it was by then: how old the issuer's own knowledge was, and how long it lay on the way.</param>
/// <param name="ClockSkew">The issuer's clock skew.</param>
/// <param name="Keys">All accepted keys, by their <c>kid</c>.</param>
internal sealed record Knowledge(KnownAt At, TimeSpan Behind, TimeSpan ClockSkew, FrozenDictionary<string, SecurityKey> Keys)
{
    /// <summary>How old it is, by whichever clock has gone on further.</summary>
    public TimeSpan Age(TimeProvider clock) => At.Age(clock) + Behind;
}
