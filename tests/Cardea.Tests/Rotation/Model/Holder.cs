using Cardea.Tests.ModelChecking;

namespace Cardea.Tests.Rotation.Model;

/// <summary>Somebody who holds a refresh token and an access token.</summary>
internal readonly record struct Holder(Small Token, AccessToken Access);
