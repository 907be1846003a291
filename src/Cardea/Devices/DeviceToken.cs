namespace Cardea.Devices;

/// <summary>A token by which Cardea recognises a device of an account. A class, so that printing it does not show the token.</summary>
/// <param name="text">The token.</param>
internal sealed class DeviceToken(string text)
{
    /// <summary>Returns the token for its device.</summary>
    public string Reveal() => text;
}
