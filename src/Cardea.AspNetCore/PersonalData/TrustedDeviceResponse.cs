using Cardea.Devices;

namespace Cardea.AspNetCore.PersonalData;

/// <summary>A device that is trusted for the second step. Its token is known only to the device.</summary>
/// <param name="SessionId">The last session that began on the device. It may be over.</param>
/// <param name="CreatedAt">The time when its user trusted it.</param>
/// <param name="ExpiresAt">The end of the trust.</param>
internal sealed record TrustedDeviceResponse(string SessionId, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt)
{
    public static TrustedDeviceResponse Of(TrustedDevice device) => new(device.Session.ToString(), device.TrustedAt, device.ExpiresAt);
}
