using Cardea.Codes;

namespace Cardea.External;

/// <summary>The use of a token that counts once.</summary>
/// <param name="Hash">The hash of the token's id.</param>
/// <param name="Until">How long the token would be valid. The note of the use is kept until then.</param>
internal sealed record TokenUse(CodeHash Hash, DateTimeOffset Until);
