using Cardea.Audit;

namespace Cardea.Sessions;

/// <summary>A sign-in that has begun a session.</summary>
/// <param name="Tokens">The tokens of the session.</param>
/// <param name="Event">The event of the sign-in, as stored in the audit.</param>
/// <param name="IsOfKnownDevice">True if the user has signed in before with the same program from the same network.</param>
internal sealed record SignIn(IssuedTokens Tokens, SecurityEvent Event, bool IsOfKnownDevice);
