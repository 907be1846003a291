using Cardea.Tests.ModelChecking;

namespace Cardea.Tests.Rotation.Model;

/// <summary>What the model of rotation is searched for.</summary>
internal static class RotationScenarios
{
    private const string LoggedOut = "(a)";
    private const string OldTokenAccepted = "(b)";
    private const string RecallOutlived = "(d)";

    private static readonly Rules Bearer = Rules.Bearer;
    private static readonly Rules Cookie = Rules.Cookie;

    private static readonly World Simple = new();
    private static readonly World OneLate = new() { OnTheirWay = 1 };
    private static readonly World TwoLate = new() { OnTheirWay = 2 };
    private static readonly World PasswordChange = new() { PasswordChange = true };
    private static readonly World FallBack = new() { FallBack = true };
    private static readonly World Theft = new() { Thief = true };
    private static readonly World TheftWithoutRepeated = Theft with { ExcludedAfterTheft = [Outcome.Repeated] };

    /// <summary>The final rules.</summary>
    public static Scenarios<State> Final { get; } =
    [
        Holds(1_400, Bearer, PasswordChange with { Recalls = 2, UnprovedMoves = 5 }, "losses, five Reissued in a row, recalls"),
        Holds(39_928, Bearer, TwoLate with { UnprovedMoves = 3 }, "two tabs, late requests and answers"),
        Holds(141_180, Bearer, PasswordChange with { OnTheirWay = 2, Recalls = 1 }, "two tabs, lateness, password change, recall"),
        Holds(28_453, Bearer with { Client = ClientStorage.IfNewer }, TwoLate, "two tabs, lateness, the client keeps the newest token"),
        Holds(374_998, Bearer, FallBack with { OnTheirWay = 1, PasswordChange = true, Recalls = 1 }, "fall-back, lateness, password change, recall"),
        Holds(23_565, Bearer, Theft with { OnTheirWay = 1 }, "thief, lateness"),
        Holds(39_641, Bearer, Theft with { FallBack = true }, "thief, fall-back"),
        Holds(21_413, Cookie, PasswordChange with { OnTheirWay = 3, Recalls = 2 }, "three late, recalls, password change"),
        Holds(119_736, Cookie, FallBack with { OnTheirWay = 2, Recalls = 1 }, "fall-back, two late, recall"),
        Holds(3_653, Cookie, Theft with { OnTheirWay = 1, Recalls = 1 }, "thief, lateness, recall"),
        Holds(2_358, Cookie, Theft with { FallBack = true }, "thief, fall-back"),
    ];

    /// <summary>Each fault is a rule taken away. The name of the scenario says which switch does it.</summary>
    public static Scenarios<State> Faults { get; } =
    [
        Breaks(LoggedOut, Bearer with { PasswordChangeMovesTheRow = true }, PasswordChange, "the answer of the change is lost"),
        Breaks(LoggedOut, Bearer with { PasswordChangeProvesTheRow = true }, PasswordChange, "its access token proves a refresh token that was lost"),
        Breaks(LoggedOut, Bearer with { SingleParent = true }, OneLate, "a second tab is two moves late"),
        Breaks(
            LoggedOut,
            Bearer with { SingleParent = true, MoveForgetsParent = true, ProofIsAFlag = true },
            OneLate,
            "two tabs, and one answer is lost"),
        Breaks(LoggedOut, Bearer with { MoveForgetsParent = true }, OneLate, "two tabs, and one answer is lost"),
        Breaks(LoggedOut, Bearer with { ParentSurvivesOnlyInGrace = true }, TwoLate, "a late answer is used, and a second tab comes later"),
        Breaks(LoggedOut, Bearer with { TimesCountFromTheMove = true }, TwoLate, "a second tab comes a moment after the first proof"),
        Breaks(LoggedOut, Cookie with { TimesCountFromTheMove = true }, TwoLate, "a second tab comes a moment after the first proof"),
        Breaks(OldTokenAccepted, Bearer with { ProofIsAFlag = true }, Theft, "a thief presents a token that is older than the proved one"),
        Breaks(LoggedOut, Bearer with { HealedForgetsParent = true }, FallBack with { OnTheirWay = 1 }, "a second tab comes after a fall-back"),
        Breaks(LoggedOut, Cookie with { HealedMovesCookie = true }, FallBack with { OnTheirWay = 1 }, "an old cookie arrives after a fall-back"),
        Breaks(RecallOutlived, Bearer with { RecallByGeneration = true }, FallBack with { Recalls = 1 }, "a recall comes after a fall-back"),
        Breaks(LoggedOut, Cookie with { RecallByGeneration = true }, Simple with { Recalls = 1 }, "the access tokens of Kept are refused"),
        Breaks(
            LoggedOut,
            Cookie with { RecallByGeneration = true, RecallMovesCookie = true },
            TwoLate with { Recalls = 1 },
            "an old cookie arrives after a recall"),
        Breaks(LoggedOut, Cookie with { CookieReissues = true }, TwoLate, "an old cookie arrives after Reissued"),
        Breaks(LoggedOut, Cookie with { MovesAtAuthentication = true }, OneLate, "the response with the cookie is lost"),
        Breaks(LoggedOut, Cookie with { NoGrace = true }, OneLate, "a second request is on its way"),
        Breaks(LoggedOut, Bearer with { UsesBeforeStoring = true }, Simple, "the client stops before it has stored the answer"),
        Breaks(LoggedOut, Bearer with { Client = ClientStorage.Always }, OneLate, "an old answer arrives last"),
    ];

    /// <summary>What the product cannot prevent.</summary>
    public static Scenarios<State> Corners { get; } =
    [
        Breaks(LoggedOut, Cookie, TwoLate with { AnswersOutliveRotateAfter = true }, "an answer is later than RotateAfter"),
        Breaks(LoggedOut, Cookie, OneLate with { RequestsOutliveTheGrace = true }, "a request is delayed over a closed grace"),
        Breaks(LoggedOut, Bearer, OneLate with { RequestsOutliveTheGrace = true }, "a request is delayed over a closed grace"),
    ];

    /// <summary>Property (c): can thief and owner both go on for ever, or is one of them found out?</summary>
    public static Scenarios<State> Thefts { get; } =
    [
        BothGoOn(true, Bearer, Theft, "everything can happen"),
        BothGoOn(false, Bearer, TheftWithoutRepeated with { AccessTokensAreUsedAtOnce = true }, "no Repeated, receipts"),
        BothGoOn(true, Bearer, TheftWithoutRepeated with { NoReceipts = true, ProofFollowsAtTwo = true }, "no Repeated, no receipts"),
        BothGoOn(
            false,
            Bearer,
            Theft with { ExcludedAfterTheft = [Outcome.Repeated, Outcome.Reissued], NoReceipts = true },
            "no Repeated, no receipts, ReissueAfterLoss is off"),
        BothGoOn(true, Cookie, Theft, "everything can happen"),
        BothGoOn(false, Cookie, TheftWithoutRepeated, "no Repeated, so the slower one comes after proof and grace"),
    ];

    private static Scenario<State> Holds(int states, Rules rules, World world, string what) =>
        new Scenario<State>.Holds(Name(rules, what), new RotationModel(rules, world), states);

    private static Scenario<State> Breaks(string property, Rules rules, World world, string what) =>
        new Scenario<State>.Breaks(Name(rules, what), new RotationModel(rules, world), property);

    private static Scenario<State> BothGoOn(bool possible, Rules rules, World world, string what)
    {
        var name = $"{Name(rules, what)}: {(possible ? "both go on" : "one is found out")}";
        return new Scenario<State>.GoesOn(name, new RotationModel(rules, world), (int)Progress.BothGoOn, possible);
    }

    private static string Name(Rules rules, string what)
    {
        var switches = Switches.Between(rules.CookieMode ? Cookie : Bearer, rules);
        return $"{(rules.CookieMode ? "cookie" : "bearer")}{(switches.Length > 0 ? ", " : "")}{switches}: {what}";
    }
}
