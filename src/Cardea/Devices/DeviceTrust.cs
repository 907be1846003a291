namespace Cardea.Devices;

/// <summary>What a sign-in has to do with the trust in its device.</summary>
internal sealed record DeviceTrust
{
    /// <summary>The maximum number of trusted devices of a user. One more takes the place of the oldest.</summary>
    public const int Most = 20;

    /// <summary>
    /// The trusted device that stands for the second step. The session begins only if the device is still trusted; it is then the session of
    /// the device. Null if the user has shown a second factor, or has none.
    /// </summary>
    public TrustHash? By { get; init; }

    /// <summary>The device that is trusted from now on; null for none.</summary>
    public TrustHash? New { get; init; }
}
