using System.Collections.Frozen;
using Microsoft.IdentityModel.Tokens;

namespace Cardea.Validation.Revocation;

/// <summary>States that all revocations of the issuer up to a moment are known here, and holds the keys of that moment.</summary>
/// <param name="At">When this API learned it.</param>
/// <param name="Behind">The age that the knowledge already had then: the age of the issuer's own knowledge and the delay on the way.</param>
/// <param name="ClockSkew">The issuer's clock skew.</param>
/// <param name="Keys">All accepted keys, by their <c>kid</c>.</param>
internal sealed record Knowledge(KnownAt At, TimeSpan Behind, TimeSpan ClockSkew, FrozenDictionary<string, SecurityKey> Keys)
{
    /// <summary>Returns the age, by the clock that has advanced further.</summary>
    public TimeSpan Age(TimeProvider clock) => At.Age(clock) + Behind;
}
