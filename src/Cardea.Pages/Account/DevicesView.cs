using Cardea.AspNetCore.Sessions;
using Cardea.Pages.Rendering;

namespace Cardea.Pages.Account;

/// <summary>The page with the user's devices.</summary>
/// <param name="page">The request.</param>
/// <param name="sessions">The live sessions, the last used first.</param>
/// <param name="replays">The tokens that were used twice.</param>
internal sealed class DevicesView(PageContext page, IReadOnlyList<SessionResponse> sessions, IReadOnlyList<Replay> replays) : PageView(page)
{
    public override string TitleKey => "devices.title";

    public override Section? Section => Rendering.Section.Devices;

    /// <summary>The sessions, the one of this browser first.</summary>
    public IEnumerable<SessionResponse> Sessions => sessions.OrderByDescending(static session => session.Current);

    public bool HasOthers => sessions.Count > 1;

    /// <summary>The tokens of sessions that are not listed any more.</summary>
    public IEnumerable<Replay> ReplaysElsewhere => replays.Where(replay => sessions.All(session => session.Id != replay.SessionId));

    /// <summary>The token of a listed session that was used twice; null for a session like all others.</summary>
    public ReplayView? ReplayOf(SessionResponse session) =>
        replays.FirstOrDefault(replay => replay.SessionId == session.Id) is { } replay ? new(this, replay, NameOf(session), IsListed: true) : null;

    /// <summary>What a session is called: by its user, else by its program.</summary>
    public string NameOf(SessionResponse session) => session.Device ?? session.UserAgent ?? this["devices.unknown"];

    /// <summary>The program, where the name is the user's own.</summary>
    public static string? ProgramOf(SessionResponse session) => session.Device is null ? null : session.UserAgent;
}
