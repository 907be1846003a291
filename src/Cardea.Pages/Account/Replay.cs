using System.Net;
using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Sessions;
using Cardea.Clients;

namespace Cardea.Pages.Account;

/// <summary>A session whose token was used twice: two parties held the token, so the session was ended.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="At">The time of the second use.</param>
/// <param name="Program">The program that used the token the second time; null if it is not known.</param>
/// <param name="IpAddress">The address that the second use came from; null if it is not known.</param>
/// <param name="Device">The program that the session began in; null if its event is not among those that were read.</param>
/// <param name="IsOfThisBrowser">True if the session began in the program and the network of the session that reads.</param>
internal sealed record Replay(string SessionId, DateTimeOffset At, string? Program, string? IpAddress, string? Device, bool IsOfThisBrowser)
{
    private const string Replayed = "token_replayed";

    private static readonly string[] Beginnings = ["signed_in", "registered", "external_sign_in"];

    /// <summary>How long a replay is shown.</summary>
    public static TimeSpan Shown { get; } = TimeSpan.FromDays(30);

    /// <summary>Finds the replays that are shown, the newest first, one for each session.</summary>
    /// <param name="events">The user's events, the newest first.</param>
    /// <param name="current">The session of the browser that reads; null if it is not listed.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyList<Replay> Find(IReadOnlyList<EventResponse> events, SessionResponse? current, DateTimeOffset now) =>
    [
        .. from happened in events
           where happened.Event == Replayed && happened.SessionId is not null && happened.At >= now - Shown
           group happened by happened.SessionId into uses
           let last = uses.First()
           let beginning = events.FirstOrDefault(happened => happened.SessionId == uses.Key && Beginnings.Contains(happened.Event))
           select new Replay(uses.Key!, last.At, last.UserAgent, last.IpAddress, beginning?.UserAgent, IsSame(beginning, current)),
    ];

    /// <summary>True if older events can still say more about these events.</summary>
    public static bool NeedsOlder(IReadOnlyList<EventResponse> events, DateTimeOffset now) =>
        events.Count > 0 && (events[^1].At >= now - Shown || Find(events, current: null, now).Any(static replay => replay.Device is null));

    private static bool IsSame(EventResponse? beginning, SessionResponse? current) =>
        beginning is { UserAgent: { } program, IpAddress: { } address } && program == current?.UserAgent && NetworkOf(address) is { } network && network == NetworkOf(current.IpAddress);

    // As wide as the network by which the mails tell a new device: addresses change within it.
    private static string? NetworkOf(string? address) =>
        IPAddress.TryParse(address, out var parsed) ? ClientNetwork.Of(parsed, bitsOfV4: 24, bitsOfV6: 48) : null;
}
