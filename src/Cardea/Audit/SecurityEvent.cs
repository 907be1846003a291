using System.Net;
using Cardea.Clients;
using Cardea.Tokens;

namespace Cardea.Audit;

/// <summary>Something that happened to an account, for its owner and for operators. Never a token, a hash, a password or a code.</summary>
/// <param name="Id">A version-7 UUID: events sort by when they happened.</param>
/// <param name="At">When.</param>
/// <param name="Kind">What.</param>
/// <param name="User">To whom; <see langword="null"/> when there is no such user.</param>
/// <param name="Session">In which session.</param>
/// <param name="IpAddress">From which address; <see langword="null"/> from the command line, and once the account is deleted.</param>
/// <param name="UserAgent">By which program; like the address.</param>
/// <param name="Detail">What else there is to say, such as the roles that were given.</param>
internal sealed record SecurityEvent(
    Guid Id,
    DateTimeOffset At,
    SecurityEventKind Kind,
    UserId? User,
    SessionId? Session = null,
    string? IpAddress = null,
    string? UserAgent = null,
    string? Detail = null)
{
    /// <summary>Whether it is of an attempt that came to nothing: a store may lose such in a power failure, as it may their number.</summary>
    public bool IsRefusal => Kind is SecurityEventKind.SignInFailed or SecurityEventKind.SecondFactorFailed;

    /// <summary>An event of now.</summary>
    public static SecurityEvent Of(
        SecurityEventKind kind, UserId? user, SessionId? session, ClientDevice? device, DateTimeOffset now, string? detail = null) =>
        new(Guid.CreateVersion7(now), now, kind, user, session, device?.IpAddress, device?.UserAgent, detail);

    /// <summary>The neighbourhood of the address: a /24 of IPv4, a /48 of IPv6. From there, with the same program, it is the same device.</summary>
    public string? Network =>
        IPAddress.TryParse(IpAddress, out var address) ? ClientNetwork.Of(address, bitsOfV4: 24, bitsOfV6: 48) : null;
}
