namespace Cardea.AspNetCore.SignIn;

/// <summary>A password, to prove again who one is. A class, so that printing it shows neither password nor token.</summary>
internal sealed class ReauthenticationRequest
{
    /// <summary>The password.</summary>
    public string? Password { get; init; }

    /// <summary>The session's refresh token: it is rotated. Without it the client keeps the one that it has.</summary>
    public string? RefreshToken { get; init; }
}
