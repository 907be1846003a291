using Cardea.Tests.ModelChecking;

namespace Cardea.Tests.Revocation.Model;

/// <summary>What the model of the feed is searched for.</summary>
internal static class FeedScenarios
{
    private const string NodeMisses = "(1)";
    private const string TableLacks = "(2)";
    private const string ApiMisses = "(3)";

    private static readonly FeedRules Rules = new();

    private static readonly Budget TwoLogouts = new() { Logouts = 2 };
    private static readonly Budget OneLogout = new() { Logouts = 1, Rotations = 1 };
    private static readonly Budget Crash = new() { Logouts = 2, Rotations = 1, Crashes = 1 };

    /// <summary>The final rules, and one that is correct but slower.</summary>
    public static Scenarios<FeedState> Final { get; } =
    [
        Holds(65_526, Rules, Crash with { Crashes = 2 }, "two crashes"),
        Holds(238_223, Rules, Crash with { Logouts = 3 }, "three logouts, a crash"),
        Holds(194_603, Rules, Crash with { FailOvers = 1 }, "a crash, a fail-over"),
        Holds(35_165, Rules, TwoLogouts with { FailOvers = 1, Restores = 1 }, "a fail-over, a restore into another cluster"),
        Holds(61_268, Rules, OneLogout with { FailOvers = 1, Restarts = 1 }, "two nodes, a restart, a fail-over", nodes: 2),
        Holds(70_134, Rules, OneLogout with { Crashes = 1 }, "two nodes, a resource API, a crash", nodes: 2, api: true),
        Holds(127_282, Rules, OneLogout with { FailOvers = 1 }, "two nodes, a resource API, a fail-over", nodes: 2, api: true),
        Holds(122_239, Rules with { Cursor = CursorKind.Xmin }, Crash with { Rotations = 2, Crashes = 2 }, "two crashes"),
    ];

    /// <summary>Each fault is a rule taken away. The name of the scenario says which switch does it.</summary>
    public static Scenarios<FeedState> Faults { get; } =
    [
        Breaks(
            NodeMisses,
            Rules with { Cursor = CursorKind.Xmin, Identity = IdentityParts.Timeline },
            Crash,
            "a crash hands out ids again"),
        Breaks(NodeMisses, Rules with { Identity = IdentityParts.Timeline }, Crash, "a crash hands out ids again"),
        Breaks(
            NodeMisses,
            Rules with { Identity = IdentityParts.Timeline | IdentityParts.PostmasterStart },
            Crash,
            "one backend crashes, and the postmaster lives on"),
        Breaks(
            TableLacks,
            Rules with { Identity = IdentityParts.System | IdentityParts.Checkpoint },
            TwoLogouts with { Rotations = 1, FailOvers = 1 },
            "a promoted replica has the same checkpoint"),
        Breaks(
            TableLacks,
            Rules with { Identity = IdentityParts.Timeline | IdentityParts.Checkpoint },
            TwoLogouts with { Rotations = 1, Restores = 1 },
            "a restored backup has the same timeline and checkpoint"),
        Breaks(
            NodeMisses,
            Rules with { Cursor = CursorKind.XminAndTheLastMinute, Identity = IdentityParts.Timeline },
            OneLogout with { Crashes = 1, HalfMinutes = 3 },
            "a node reads more than a minute later"),
        Breaks(NodeMisses, Rules with { Cursor = CursorKind.Sequence }, TwoLogouts, "transactions commit in another order"),
        Breaks(NodeMisses, Rules with { LastPageIsKept = true }, TwoLogouts, "a logout commits between two pages"),
        Breaks(NodeMisses, Rules with { PagesOfTwoIdentities = true }, Crash, "a crash between two pages"),
        Breaks(
            TableLacks,
            Rules with { WriteBack = WriteBack.Never },
            new() { Logouts = 1, FailOvers = 1 },
            "a fail-over forgets a logout"),
        Breaks(
            TableLacks,
            Rules with { WriteBack = WriteBack.AfterAChangeOfIdentity },
            new() { Logouts = 1, FailOvers = 1 },
            "a fail-over forgets a logout during the first read"),
        Breaks(
            ApiMisses,
            Rules with { ResumesBlindly = true },
            OneLogout with { Crashes = 1 },
            "a resource API comes back after a crash",
            nodes: 2,
            api: true),
    ];

    private static Scenario<FeedState> Holds(int states, FeedRules rules, Budget budget, string what, int nodes = 1, bool api = false) =>
        new Scenario<FeedState>.Holds(Name(rules, what), new FeedModel(rules, budget, nodes, api), states);

    private static Scenario<FeedState> Breaks(string property, FeedRules rules, Budget budget, string what, int nodes = 1, bool api = false) =>
        new Scenario<FeedState>.Breaks(Name(rules, what), new FeedModel(rules, budget, nodes, api), property);

    private static string Name(FeedRules rules, string what) => rules == Rules ? what : $"{Switches.Between(Rules, rules)}: {what}";
}
