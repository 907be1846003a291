namespace Cardea.AspNetCore.SignIn;

/// <summary>What the browser that asked for a link keeps until it is opened. A class, so that printing it does not show it.</summary>
internal sealed class LinkResponse
{
    /// <summary>Without it the mailed code is good for nothing: a link that is opened elsewhere signs nobody in.</summary>
    public required string BrowserToken { get; init; }
}
