using Cardea.Revocation;
using Cardea.Tokens;

namespace Cardea.External;

/// <summary>A session that a provider's logout ended.</summary>
/// <param name="Owner">The user of the session.</param>
/// <param name="Revoked">The revocation.</param>
internal sealed record EndedByProvider(UserId Owner, RevokedSession Revoked);
