namespace Cardea.Pages.Account;

/// <summary>What the page says of a token that was used twice.</summary>
/// <param name="Devices">The page.</param>
/// <param name="Replay">What happened.</param>
/// <param name="Name">What the device is called.</param>
/// <param name="IsListed">True if the session is still alive.</param>
internal sealed record ReplayView(DevicesView Devices, Replay Replay, string Name, bool IsListed)
{
    /// <summary>The sentence that names the device.</summary>
    public string Title => Devices.Texts.With("devices.replayed-title", Name);

    /// <summary>What was done, and what to do.</summary>
    public string Text => Devices[IsListed ? "devices.replayed-listed" : "devices.replayed-text"];
}
