namespace Cardea.Clients;

/// <summary>What is remembered of the device or app that signed in, to tell sessions apart in a list.</summary>
/// <param name="Name">What its owner calls it; none until named.</param>
/// <param name="UserAgent">The <c>User-Agent</c> it sent, cut to <see cref="MaximumUserAgent"/> characters.</param>
/// <param name="IpAddress">The address it signed in from.</param>
public sealed record ClientDevice(string? Name, string? UserAgent, string? IpAddress)
{
    /// <summary>The longest name kept, in characters.</summary>
    public const int MaximumName = 100;

    /// <summary>The longest <c>User-Agent</c> kept, in characters.</summary>
    public const int MaximumUserAgent = 256;
}
