namespace Cardea.AspNetCore.Rotation;

/// <summary>The body of a refresh. This is a class, not a record, so its text never contains the token.</summary>
internal sealed class RefreshRequest
{
    /// <summary>The refresh token of the last answer.</summary>
    public string? RefreshToken { get; set; }
}
