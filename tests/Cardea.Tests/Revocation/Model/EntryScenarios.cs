using Cardea.Tests.ModelChecking;

namespace Cardea.Tests.Revocation.Model;

/// <summary>What the model of an index entry is searched for.</summary>
internal static class EntryScenarios
{
    private const string Accepted = "The revoked token is accepted";

    private static readonly EntryRules Rules = new();

    private static readonly EntryState NodeJumps = new() { NodeJumpsLeft = 2, RestartsLeft = 1 };
    private static readonly EntryState DatabaseJumps = new() { DatabaseJumpsLeft = 2, RestartsLeft = 1 };
    private static readonly EntryState BothJump = new() { NodeJumpsLeft = 2, DatabaseJumpsLeft = 2, RestartsLeft = 2 };

    /// <summary>The final rules.</summary>
    public static Scenarios<EntryState> Final { get; } =
    [
        Holds(444, Rules, NodeJumps, "the node's clock jumps"),
        Holds(444, Rules, DatabaseJumps, "the database's clock jumps"),
        Holds(1_776, Rules with { OneClockAtATime = true }, BothJump, "both clocks jump, never at once"),
    ];

    /// <summary>Each fault is a rule taken away. The name of the scenario says which switch does it.</summary>
    public static Scenarios<EntryState> Faults { get; } =
    [
        Breaks(Rules with { DropsByWallClock = true }, NodeJumps, "the node's clock jumps ahead and back"),
        Breaks(Rules with { ReadsFilterByExpiry = true }, DatabaseJumps, "a node reads while the database's clock is ahead"),
        Breaks(Rules with { SweepsByDatabaseClock = true }, DatabaseJumps, "the server sweeps while the database's clock is ahead"),
        Breaks(Rules with { CronMargin = 0 }, DatabaseJumps, "pg_cron sweeps while the database's clock is ahead"),
        Breaks(Rules with { EntriesLiveByTodaysSetting = true }, start: default, "access tokens lived longer before a restart"),
        Breaks(Rules with { AcceptorKeepsItsSkew = true }, start: default, "the stock handler accepts a token for five more minutes"),
    ];

    /// <summary>What the product cannot prevent.</summary>
    public static Scenarios<EntryState> Corners { get; } =
    [
        Breaks(Rules with { Jump = 30 }, DatabaseJumps, "the database's clock jumps by more than the margin of pg_cron"),
        Breaks(Rules, BothJump, "both clocks are wrong at once, and the server sweeps"),
    ];

    private static Scenario<EntryState> Holds(int states, EntryRules rules, EntryState start, string what) =>
        new Scenario<EntryState>.Holds(what, new EntryModel(rules, start), states);

    private static Scenario<EntryState> Breaks(EntryRules rules, EntryState start, string what) =>
        new Scenario<EntryState>.Breaks(rules == Rules ? what : $"{Switches.Between(Rules, rules)}: {what}", new EntryModel(rules, start), Accepted);
}
