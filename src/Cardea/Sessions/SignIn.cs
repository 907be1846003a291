using Cardea.Audit;

namespace Cardea.Sessions;

/// <summary>A sign-in that has begun a session.</summary>
/// <param name="Tokens">The tokens of the session.</param>
/// <param name="Event">The sign-in, as it was stored in the audit.</param>
/// <param name="IsOfKnownDevice">Whether the user has signed in before with the same program from the same network.</param>
internal sealed record SignIn(IssuedTokens Tokens, SecurityEvent Event, bool IsOfKnownDevice);
