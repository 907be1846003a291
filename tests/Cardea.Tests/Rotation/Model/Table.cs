using Cardea.Tests.ModelChecking;

namespace Cardea.Tests.Rotation.Model;

/// <summary>The table of rotation. One guarded statement decides by it, and writes what it says.</summary>
internal static class Table
{
    /// <summary>How many generations a move keeps at most.</summary>
    private const int GenerationsKept = 4;

    /// <summary>Presents a refresh token to the row.</summary>
    public static Presentation Present(Rules rules, Row row, int presented)
    {
        if (presented == row.Generation && IsKept(rules, row))
        {
            // The only write of Kept: the browser has sent the new cookie back.
            var first = row.Proved < row.Generation;
            return new(Outcome.Kept, row.Prove(rules), Successor: null, AgeRestarts: first && !rules.TimesCountFromTheMove);
        }

        var decision = Decide(rules, row.Parent, row.Proved, row.Generation, row.GraceOpen, presented);
        var moves = decision.Outcome is Outcome.Rotated or Outcome.Reissued or Outcome.Healed;
        var given = decision.Outcome != Outcome.Replayed && decision.Generation != presented;
        return new(
            decision.Outcome,
            moves ? Move(rules, row, decision) : row,
            given ? (Small)decision.Generation : null,
            AgeRestarts: moves);
    }

    /// <summary>The part of the table that the grace, the generations and nothing else decide.</summary>
    public static Decision Decide(Rules rules, int parent, int proved, int generation, bool graceOpen, int presented)
    {
        if (presented > generation)
        {
            var next = rules.CookieMode && !rules.HealedMovesCookie ? presented : presented + 1;
            var oldest = rules.HealedForgetsParent ? presented : Math.Max(Math.Min(parent, generation), next - GenerationsKept);
            return new(Outcome.Healed, oldest, presented, next);
        }

        if (presented == generation)
        {
            var next = generation + 1;
            var oldest = Math.Max(OldestAcceptable(rules, parent, proved, generation, graceOpen), next - GenerationsKept);
            return new(Outcome.Rotated, oldest, rules.MovesAtAuthentication ? next : generation, next);
        }

        var repeatable = rules.SingleParent ? presented == parent : presented >= parent;
        var unproved = rules.ProofIsAFlag ? repeatable && proved < generation : presented >= proved;
        if ((graceOpen && (repeatable || unproved)) || (unproved && rules.CookieMode && !rules.CookieReissues))
        {
            return new(Outcome.Repeated, parent, proved, generation);
        }

        return unproved
            ? new(Outcome.Reissued, rules.SingleParent ? presented : parent, proved, generation + 1)
            : new(Outcome.Replayed, parent, proved, generation);
    }

    /// <summary>A young generation of a cookie session does not move.</summary>
    private static bool IsKept(Rules rules, Row row) =>
        rules.CookieMode && !row.Old && !(rules.RecallMovesCookie && row.Generation < row.LowestAccepted);

    private static int OldestAcceptable(Rules rules, int parent, int proved, int generation, bool graceOpen) =>
        rules.MoveForgetsParent ? generation
        : graceOpen ? parent
        : rules.ParentSurvivesOnlyInGrace ? generation
        : proved;

    private static Row Move(Rules rules, Row row, Decision decision) => row with
    {
        Generation = decision.Generation,
        Parent = decision.Parent,
        Proved = decision.Proved,
        GraceOpen = !rules.NoGrace,
        Old = false,
        LowestAccepted = decision.Outcome == Outcome.Reissued ? decision.Generation : row.LowestAccepted,
        Recalls = decision.Outcome == Outcome.Reissued ? row.Recalls + 1 : row.Recalls,
    };
}
