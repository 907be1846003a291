using System.Globalization;

namespace Cardea.Server.Tests.Chaos;

/// <summary>How much was tried: a row whose numbers add up with those of other pieces.</summary>
internal sealed class ChaosTotals
{
    private static readonly (string Name, Func<Entry, bool> Is)[] Columns =
    [
        ("refreshes answered", static entry => entry is { Deed: Deed.Refresh or Deed.LateRefresh, Status: 200 }),
        ("sessions", static entry => entry is { Deed: Deed.SignIn, Status: 200 or 201 }),
        ("requests without an answer", static entry => entry.Status == Entry.NoAnswer),
        ("503", static entry => entry.Status == 503),
        ("re-authentications with the token", static entry => entry is { Deed: Deed.Reauthenticate, Status: 200, Shown: not null }),
        ("without", static entry => entry is { Deed: Deed.Reauthenticate, Status: 200, Shown: null }),
        ("password changes with the token", static entry => entry is { Deed: Deed.ChangePassword, Status: 200, Shown: not null }),
        ("without", static entry => entry is { Deed: Deed.ChangePassword, Status: 200, Shown: null }),
        ("late refreshes", static entry => entry is { Deed: Deed.LateRefresh, Status: 200 }),
        ("role changes", static entry => entry is { Deed: Deed.ChangeRoles, Status: 200 }),
        ("planted replays", static entry => entry is { Deed: Deed.Replay, Status: 401 }),
        ("logouts", static entry => entry is { Deed: Deed.LogOut, Status: 204 }),
        ("by RFC 7009", static entry => entry is { Deed: Deed.Revoke, Status: 200 }),
        ("of another by id", static entry => entry is { Deed: Deed.EndOther, Status: 204 or 404 }),
        ("of others", static entry => entry is { Deed: Deed.LogOutOthers, Status: 204 }),
        ("of all", static entry => entry is { Deed: Deed.LogOutAll, Status: 204 }),
        ("access tokens accepted", static entry => entry is { Deed: Deed.Verify, Status: 200 or 204 }),
        ("refused by a node", static entry => entry is { Deed: Deed.Verify, Status: 401, Node: not Entry.Api }),
        ("by the API", static entry => entry is { Deed: Deed.Verify, Status: 401, Node: Entry.Api }),
    ];

    private readonly long[] _counts = new long[Columns.Length];

    /// <summary>How many refreshes were answered with tokens so far.</summary>
    public long Refreshes => Volatile.Read(ref _counts[0]);

    public void Count(Entry entry)
    {
        for (var column = 0; column < Columns.Length; column++)
        {
            if (Columns[column].Is(entry))
            {
                Interlocked.Increment(ref _counts[column]);
            }
        }
    }

    /// <summary>The names of what never happened.</summary>
    public IEnumerable<string> FindMissing() => Columns.Where((_, column) => _counts[column] == 0).Select(static column => column.Name);

    /// <summary>The table of Markdown.</summary>
    public string Describe(ChaosNodes nodes, TimeSpan time, int violations)
    {
        string[] names = [.. Columns.Select(static column => column.Name), "kills of a node", "stops of PostgreSQL", "backends killed", "hold-ups", "seconds", "violations"];
        long[] numbers = [.. _counts, nodes.Kills, nodes.Stops, nodes.BackendKills, nodes.HoldUps, (long)time.TotalSeconds, violations];
        return $"""
            | {string.Join(" | ", names)} |
            |{string.Concat(Enumerable.Repeat("---|", names.Length))}
            | {string.Join(" | ", numbers.Select(static number => number.ToString(CultureInfo.InvariantCulture)))} |
            """;
    }
}
