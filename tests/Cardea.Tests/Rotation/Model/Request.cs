using Cardea.Tests.ModelChecking;

namespace Cardea.Tests.Rotation.Model;

/// <summary>A refresh token on its way to the server.</summary>
/// <param name="Presented">The token.</param>
/// <param name="InTime">Whether no grace has closed since the token was superseded.</param>
/// <param name="SentEarly">Whether it was sent before the age of the generation began to count.</param>
internal readonly record struct Request(Small Presented, bool InTime, bool SentEarly);
