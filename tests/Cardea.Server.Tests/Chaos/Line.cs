namespace Cardea.Server.Tests.Chaos;

/// <summary>Lines of made-up histories. Each takes a tenth of a second, and is answered by node 1 if nothing else is said.</summary>
internal static class Line
{
    public static readonly Guid Phone = new("01900000-0000-7000-8000-000000000001");
    public static readonly Guid Laptop = new("01900000-0000-7000-8000-000000000002");

    private const int Nodes = 3;

    public static Pass PassOf(Guid session, int recalls = 0, int roles = 0, ulong fingerprint = 0) => new(session, recalls, roles, fingerprint);

    public static Entry SignedIn(double at, Guid? session = null, int password = 1) => Done(Deed.SignIn, at, 200, session: session) with
    {
        Given = new(session ?? Phone, 0, 0),
        GivenPass = PassOf(session ?? Phone),
        Password = password,
    };

    public static Entry Refreshed(int generation, double at, ulong fingerprint = 0, int recalls = 0, int roles = 0, int node = 1) => Done(Deed.Refresh, at, 200, node: node) with
    {
        Shown = new(Phone, generation, 0),
        Given = new(Phone, generation + 1, fingerprint),
        GivenPass = PassOf(Phone, recalls, roles),
    };

    public static Entry Refused(Deed deed, int generation, double at, string code, int node = 1) => Done(deed, at, 401, code, node) with { Shown = new(Phone, generation, 0) };

    public static Entry Verified(double at, int node = 1, Pass? pass = null) =>
        Done(Deed.Verify, at, node == Entry.Api ? 200 : 204, node: node, session: pass?.Session) with { Pass = pass ?? PassOf(Phone) };

    public static Entry NotVerified(double at, int node = 1, Pass? pass = null) =>
        Done(Deed.Verify, at, 401, "invalid_token", node, pass?.Session) with { Pass = pass ?? PassOf(Phone) };

    /// <summary>Every node and the API refuse.</summary>
    public static IEnumerable<Entry> NotVerifiedAnywhere(double at, Pass? pass = null) =>
        [NotVerified(at, Entry.Api, pass), .. Enumerable.Range(0, Nodes).Select(node => NotVerified(at, node, pass))];

    public static Entry LoggedOut(Deed deed, double at, Guid? session = null, Guid target = default) => Done(deed, at, deed == Deed.Revoke ? 200 : 204, session: session) with
    {
        Pass = PassOf(session ?? Phone),
        Target = target,
    };

    public static Entry PasswordChanged(double at, int from, int to, int status = 200, string? code = null) => Done(Deed.ChangePassword, at, status, code) with
    {
        Pass = PassOf(Phone),
        GivenPass = status == 200 ? PassOf(Phone) : null,
        Password = from,
        NewPassword = to,
    };

    public static Entry RolesChanged(double at, int roles, int status = 200) => Done(Deed.ChangeRoles, at, status) with { Session = default, Roles = roles };

    public static Entry Done(Deed deed, double at, int status, string? code = null, int node = 1, Guid? session = null) =>
        new(deed, node, TimeSpan.FromSeconds(at), TimeSpan.FromSeconds(at + 0.1), status, code) { Session = session ?? Phone };

    /// <summary>The database was down then.</summary>
    public static Outages DownBetween(double from, double to)
    {
        var outages = new Outages();
        outages.Begin(TimeSpan.FromSeconds(from))(TimeSpan.FromSeconds(to));
        return outages;
    }

    public static void AssertGood(params IEnumerable<Entry>[] history) => Assert.Empty(Check(history));

    /// <summary>The judge finds this, once, and nothing else.</summary>
    public static void AssertFound(string what, params IEnumerable<Entry>[] history) =>
        Assert.StartsWith(what, Assert.Single(Check(history)).What, StringComparison.Ordinal);

    /// <summary>The same where nodes must hear within two seconds while the database can be asked.</summary>
    public static IEnumerable<Finding> CheckStrictly(Outages outages, params IEnumerable<Entry>[] history) => Check(new(TimeSpan.FromSeconds(2), outages), history);

    private static IEnumerable<Finding> Check(IEnumerable<Entry>[] history) => Check(new(Hearing.Bound, new()), history);

    private static IEnumerable<Finding> Check(Hearing hearing, IEnumerable<Entry>[] history) =>
        new HistoryChecker(TimeSpan.FromSeconds(8), Nodes, hearing).Check(history.SelectMany(static entries => entries));
}
