namespace Cardea.Server.Tests.Chaos;

/// <summary>The history of one user, in the order in which requests were sent, and of each session.</summary>
internal sealed class UserHistory
{
    // A server that was killed, or gave up, may have sent a statement that PostgreSQL still works at.
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(10);

    private readonly Hearing _hearing;

    public UserHistory(IEnumerable<Entry> history, Hearing hearing)
    {
        _hearing = hearing;
        Entries = [.. history.OrderBy(static entry => entry.Begun)];
        SignIns = Entries.Where(static entry => entry is { Deed: Deed.SignIn, Status: 200 or 201 }).ToDictionary(static entry => entry.Session);
        Sessions = [.. Entries.Where(static entry => entry.Session != default).GroupBy(static entry => entry.Session).Select(session => new SessionHistory(this, session.Key, [.. session]))];
    }

    public Entry[] Entries { get; }

    /// <summary>How each session began.</summary>
    public Dictionary<Guid, Entry> SignIns { get; }

    public IReadOnlyList<SessionHistory> Sessions { get; }

    /// <summary>A fact that nobody has answered with yet.</summary>
    public Fact NewFact() => new(_hearing);

    /// <summary>Whether the answer to a request says that a session has ended.</summary>
    public bool SaysEnded(Entry entry, Guid session) => entry switch
    {
        { SaysEnded: true } => entry.Session == session,
        { Deed: Deed.LogOut, Status: 204 } or { Deed: Deed.Revoke, Status: 200 } => entry.Session == session,
        { Deed: Deed.EndOther, Status: 204 or 404 } => entry.Target == session,
        { Deed: Deed.LogOutAll, Status: 204 } => entry.Session == session || BeganBefore(session, entry.Begun),
        { Deed: Deed.LogOutOthers, Status: 204 } or { Deed: Deed.ChangePassword, Status: 200 } => entry.Session != session && BeganBefore(session, entry.Begun),
        _ => false,
    };

    /// <summary>Whether a request may have ended a session.</summary>
    public bool MayEnd(Entry entry, Guid session) => entry.Deed switch
    {
        Deed.LogOut or Deed.Revoke or Deed.Replay => entry.Session == session,
        Deed.EndOther => entry.Target == session && entry.MayBeDone,
        Deed.LogOutAll => entry.MayBeDone && MayMeet(session, entry),
        Deed.LogOutOthers or Deed.ChangePassword => entry.Session != session && entry.MayBeDone && MayMeet(session, entry),
        _ => false,
    };

    /// <summary>Whether another request may have changed the account while a password was checked.</summary>
    public static bool MayOvertake(Entry other, Entry check) =>
        check.Deed switch
        {
            Deed.SignIn => other.Deed is Deed.LogOutAll or Deed.LogOutOthers or Deed.ChangePassword or Deed.ChangeRoles,
            Deed.ChangePassword => other.Deed == Deed.ChangeRoles,
            _ => false,
        }
        && other.MayBeDone && other.Begun < check.Ended && EndOf(other) > check.Begun;

    private bool BeganBefore(Guid session, TimeSpan moment) => SignIns.TryGetValue(session, out var signIn) && signIn.Ended < moment;

    private bool MayMeet(Guid session, Entry entry) =>
        SignIns.TryGetValue(session, out var signIn) && signIn.Begun < EndOf(entry);

    private static TimeSpan EndOf(Entry entry) => entry.Ended + (entry.Status is 200 or 204 ? TimeSpan.Zero : Lag);
}
