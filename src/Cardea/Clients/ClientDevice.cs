namespace Cardea.Clients;

/// <summary>Describes the device or app that signed in, so that its owner recognises the session in a list.</summary>
/// <param name="Name">The name that its owner gave it, if any.</param>
/// <param name="UserAgent">
/// The program, as people call it, such as <c>Firefox on Windows</c>; for one that Cardea does not know, the
/// <c>User-Agent</c> that it sent, cut to <see cref="MaximumUserAgent"/> characters.
/// </param>
/// <param name="IpAddress">The address it signed in from.</param>
public sealed record ClientDevice(string? Name, string? UserAgent, string? IpAddress)
{
    /// <summary>The longest name kept, in characters.</summary>
    public const int MaximumName = 100;

    /// <summary>The longest <c>User-Agent</c> kept, in characters.</summary>
    public const int MaximumUserAgent = 256;
}
