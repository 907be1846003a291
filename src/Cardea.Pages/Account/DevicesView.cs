using Cardea.AspNetCore.Sessions;
using Cardea.Pages.Rendering;

namespace Cardea.Pages.Account;

/// <summary>The page with the user's devices.</summary>
/// <param name="page">The request.</param>
/// <param name="sessions">The live sessions, the last used first.</param>
internal sealed class DevicesView(PageContext page, IReadOnlyList<SessionResponse> sessions) : PageView(page)
{
    public override string TitleKey => "devices.title";

    public override Section? Section => Rendering.Section.Devices;

    /// <summary>The sessions, the one of this browser first.</summary>
    public IEnumerable<SessionResponse> Sessions => sessions.OrderByDescending(static session => session.Current);

    public bool HasOthers => sessions.Count > 1;

    /// <summary>What a session is called: by its user, else by its program.</summary>
    public string NameOf(SessionResponse session) => session.Device ?? session.UserAgent ?? this["devices.unknown"];

    /// <summary>The program, where the name is the user's own.</summary>
    public static string? ProgramOf(SessionResponse session) => session.Device is null ? null : session.UserAgent;
}
