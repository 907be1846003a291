using Cardea.Tokens;

namespace Cardea.Devices;

/// <summary>A device that is trusted for the second step.</summary>
/// <param name="Session">The last session that began on the device. It may be over.</param>
/// <param name="TrustedAt">The time when its user trusted it.</param>
/// <param name="ExpiresAt">The end of the trust. A shorter <see cref="CardeaOptions.TrustedDeviceLifetime"/> ends it earlier.</param>
internal sealed record TrustedDevice(SessionId Session, DateTimeOffset TrustedAt, DateTimeOffset ExpiresAt);
