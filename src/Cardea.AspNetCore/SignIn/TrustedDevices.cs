using Cardea.AspNetCore.Callers;
using Cardea.Devices;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.AspNetCore.SignIn;

/// <summary>Devices that are trusted for the second step, where the operator allows it.</summary>
internal sealed class TrustedDevices(ISessionStore store, CardeaOptions options)
{
    private bool AreAllowed => options.TrustedDeviceLifetime > TimeSpan.Zero;

    /// <summary>Finds out if a caller's device is trusted. The store looks again when the session begins.</summary>
    public async Task<TrustHash?> FindAsync(UserId user, Caller caller, CancellationToken cancellationToken) =>
        AreAllowed && caller.TrustTokens.Count > 0
            ? await store.FindTrustAsync(user, [.. caller.TrustTokens.Select(TrustHash.Of)], cancellationToken)
            : null;

    /// <summary>Makes a token for a device that the user wants to have trusted; null where no device is.</summary>
    public TrustToken? Make(bool isWanted) => isWanted && AreAllowed ? TrustToken.Create() : null;
}
