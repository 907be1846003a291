namespace Cardea.Client;

/// <summary>Binds a mailed link to the device that asked for it. Printing it shows no secret.</summary>
/// <param name="browserToken">The secret, for an app that must keep it while it is not running.</param>
public sealed class SignInLink(string browserToken)
{
    /// <summary>The secret, for an app that must keep it while it is not running.</summary>
    public string BrowserToken { get; } = browserToken;
}
