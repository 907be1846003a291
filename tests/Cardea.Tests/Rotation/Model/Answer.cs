using Cardea.Tests.ModelChecking;

namespace Cardea.Tests.Rotation.Model;

/// <summary>New tokens on their way to the client.</summary>
/// <param name="Presented">The token that was presented.</param>
/// <param name="Token">The new refresh token, if there is one.</param>
/// <param name="Access">The new access token.</param>
/// <param name="SentEarly">
/// Whether it was sent before the age of the generation began to count. Delays are shorter than <c>RotateAfter</c> less the
/// grace, so such an answer arrives or is lost before the row gets old.
/// </param>
internal readonly record struct Answer(Small Presented, Small? Token, AccessToken Access, bool SentEarly)
{
    public override string ToString() => Token is { } token ? $"answer with {token}" : "answer without a refresh token";
}
