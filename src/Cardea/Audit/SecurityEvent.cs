using System.Net;
using Cardea.Clients;
using Cardea.Tokens;

namespace Cardea.Audit;

/// <summary>An event of an account, for its owner and for operators. An event never contains a token, a hash, a password or a code.</summary>
/// <param name="Id">A version-7 UUID, so events sort by time.</param>
/// <param name="At">The time of the event.</param>
/// <param name="Kind">The kind of the event.</param>
/// <param name="User">The user; <see langword="null"/> if there is no such user.</param>
/// <param name="Session">The session, if the event has one.</param>
/// <param name="IpAddress">The IP address of the request; <see langword="null"/> from the command line, and after the account is deleted.</param>
/// <param name="UserAgent">The program that sent the request; <see langword="null"/> in the same cases as the address.</param>
/// <param name="Detail">Further details, such as the roles that were given.</param>
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
    /// <summary>True if the event is a refused attempt. A store may lose such events and their number in a power failure.</summary>
    public bool IsRefusal => Kind is SecurityEventKind.SignInFailed or SecurityEventKind.SecondFactorFailed;

    /// <summary>Creates an event.</summary>
    public static SecurityEvent Of(
        SecurityEventKind kind, UserId? user, SessionId? session, ClientDevice? device, DateTimeOffset now, string? detail = null) =>
        new(Guid.CreateVersion7(now), now, kind, user, session, device?.IpAddress, device?.UserAgent, detail);

    /// <summary>The network of the address: a /24 of IPv4, a /48 of IPv6. The same program from the same network counts as the same device.</summary>
    public string? Network =>
        IPAddress.TryParse(IpAddress, out var address) ? ClientNetwork.Of(address, bitsOfV4: 24, bitsOfV6: 48) : null;
}
