namespace Cardea.AspNetCore.SignIn;

/// <summary>Signs in by a mailed code. A class, so that printing it shows neither secret.</summary>
internal sealed class LinkRequest
{
    /// <summary>The mailed code.</summary>
    public string? Token { get; init; }

    /// <summary>The secret of the browser that asked for it.</summary>
    public string? BrowserToken { get; init; }

    /// <summary>What to call this device in the list of sessions.</summary>
    public string? Device { get; init; }
}
