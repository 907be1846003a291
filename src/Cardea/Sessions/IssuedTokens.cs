using Cardea.Devices;
using Cardea.Tokens;

namespace Cardea.Sessions;

/// <summary>The tokens that a client gets when it signs in, refreshes, or proves the user's identity again.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Access">The token for the APIs.</param>
/// <param name="Refresh">The token for the next refresh; <see langword="null"/> if the client keeps its present refresh token.</param>
/// <param name="ExpiresIn">The time until the session's absolute end.</param>
internal sealed record IssuedTokens(SessionId SessionId, AccessToken Access, RefreshToken? Refresh, TimeSpan ExpiresIn)
{
    /// <summary>How the tokens travel. Default: in the body.</summary>
    public TokenTransport Transport { get; init; }

    /// <summary>The token by which the device is known from now on; <see langword="null"/> if the device gets no new one.</summary>
    public DeviceToken? Device { get; init; }

    /// <summary>The token by which the device is trusted from now on; <see langword="null"/> if it gets no new one.</summary>
    public TrustToken? Trust { get; init; }
}
