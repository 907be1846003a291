namespace Cardea.Server.Tests.Chaos;

/// <summary>What somebody did at a server.</summary>
public enum Deed
{
    /// <summary>The owner presented a refresh token.</summary>
    Refresh,

    /// <summary>A thief presented one that the owner had used, and proved to have got the answer of.</summary>
    Replay,

    /// <summary>The owner logged out.</summary>
    Logout,

    /// <summary>The owner showed an access token.</summary>
    Verify,
}
