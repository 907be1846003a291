using Cardea.Tests.ModelChecking;

namespace Cardea.Tests.Revocation.Model;

/// <summary>What happens in the database.</summary>
internal sealed partial class FeedModel
{
    private static void AddLogouts(FeedState state, Steps<FeedState> steps)
    {
        var database = state.Database;
        if (state.Left.Logouts > 0)
        {
            var left = state.Left with { Logouts = state.Left.Logouts - 1 };
            for (var half = 0; half < 2; half++)
            {
                var begun = state with { Database = database.Begin(state.NextLogout, half), Left = left, NextLogout = state.NextLogout + 1 };
                steps.Add(begun, $"logout {state.NextLogout} begins with xid {database.NextXid}, in half {half} of the keys");
            }
        }

        for (var i = 0; i < database.Open.Count; i++)
        {
            var row = database.Open[i];
            var durable = Math.Max(database.DurableXid, row.Xid + 1);
            AddCommit(state, i, durable, steps);
            if (durable != database.NextXid)
            {
                AddCommit(state, i, database.NextXid, steps);
            }
        }

        if (state.Left.Rotations > 0)
        {
            var left = state.Left with { Rotations = state.Left.Rotations - 1 };
            steps.Add(state with { Database = database.DrawXid(), Left = left }, $"an asynchronous rotation takes xid {database.NextXid}");
        }
    }

    private static void AddCommit(FeedState state, int index, int durableXid, Steps<FeedState> steps) => steps.Add(
        state with { Database = state.Database.Commit(index, durableXid) },
        $"logout {state.Database.Open[index].Logout} commits");

    /// <summary>One backend or all of them crash. In both cases recovery ends in a checkpoint.</summary>
    private static void AddCrashes(FeedState state, Steps<FeedState> steps)
    {
        if (state.Left.Crashes == 0)
        {
            return;
        }

        var database = state.Database;
        var left = state.Left with { Crashes = state.Left.Crashes - 1 };
        var recovered = database.Identity.NextCheckpoint;
        for (int xid = database.DurableXid; xid <= database.NextXid; xid++)
        {
            var one = state with { Database = database.GoOn(database.Rows.Count, xid, recovered), Left = left };
            steps.Add(one, $"one backend crashes, and xid {xid} is next");
            var all = state with { Database = database.GoOn(database.Rows.Count, xid, recovered.NextStart), Left = left };
            steps.Add(all, $"PostgreSQL crashes, and xid {xid} is next");
        }
    }

    /// <summary>
    /// A replica that has only the first rows is promoted, or a backup is restored into another cluster. The checkpoint may
    /// have the same position in the log as before.
    /// </summary>
    private static void AddCopies(FeedState state, Steps<FeedState> steps)
    {
        if (state.Left.FailOvers == 0 && state.Left.Restores == 0)
        {
            return;
        }

        var database = state.Database;
        for (var rows = 0; rows <= database.Rows.Count; rows++)
        {
            for (var xid = LowestXidAfter(database.Rows.Take(rows)); xid <= database.NextXid; xid++)
            {
                AddCopy(state, rows, xid, database.Identity.NextStart, steps);
                AddCopy(state, rows, xid, database.Identity.NextStart.NextCheckpoint, steps);
            }
        }
    }

    private static void AddCopy(FeedState state, int rows, int xid, Identity identity, Steps<FeedState> steps)
    {
        var left = state.Left;
        if (left.FailOvers > 0)
        {
            var promoted = state.Database.GoOn(rows, xid, identity.NextTimeline);
            var next = state with { Database = promoted, Left = left with { FailOvers = left.FailOvers - 1 } };
            steps.Add(next, $"a replica with {rows} rows is promoted, and xid {xid} is next");
        }

        if (left.Restores > 0)
        {
            var restored = state.Database.GoOn(rows, xid, identity.NextSystem);
            var next = state with { Database = restored, Left = left with { Restores = left.Restores - 1 } };
            steps.Add(next, $"a backup with {rows} rows is restored into another cluster, and xid {xid} is next");
        }
    }

    private static int LowestXidAfter(Few<RevocationRow> rows)
    {
        var lowest = Database.FirstXid;
        foreach (var row in rows)
        {
            lowest = Math.Max(lowest, row.Xid + 1);
        }

        return lowest;
    }

    private static void AddTime(FeedState state, Steps<FeedState> steps)
    {
        if (state.Left.HalfMinutes > 0)
        {
            var database = state.Database with { Clock = state.Database.Clock + 1 };
            var left = state.Left with { HalfMinutes = state.Left.HalfMinutes - 1 };
            steps.Add(state with { Database = database, Left = left }, $"half a minute passes");
        }
    }
}
