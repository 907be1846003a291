using Cardea.Tests.ModelChecking;

namespace Cardea.Tests.Rotation.Model;

/// <summary>An access token: the generation that it proves, and the session's number of recalls.</summary>
internal readonly record struct AccessToken(Small Generation, Small Recalls);
