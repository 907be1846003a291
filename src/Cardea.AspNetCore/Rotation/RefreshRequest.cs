namespace Cardea.AspNetCore.Rotation;

/// <summary>A refresh token, in a body. A class, so that printing it shows no token.</summary>
internal sealed class RefreshRequest
{
    /// <summary>The refresh token of the latest answer.</summary>
    public string? RefreshToken { get; set; }
}
