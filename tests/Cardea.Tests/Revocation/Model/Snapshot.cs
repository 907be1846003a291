using Cardea.Tests.ModelChecking;

namespace Cardea.Tests.Revocation.Model;

/// <summary>What a read has seen.</summary>
/// <param name="Xmax">Everything below is seen, unless it was in progress. Cursors of other kinds have this number only.</param>
/// <param name="InProgress">The transactions in progress. Their rows are not seen.</param>
internal readonly record struct Snapshot(Small Xmax, Few<Small> InProgress)
{
    public static Snapshot Of(Database database, CursorKind kind)
    {
        var snapshot = new Snapshot(database.NextXid, default);
        foreach (var transaction in database.Open)
        {
            snapshot = snapshot with { InProgress = snapshot.InProgress.Add(transaction.Xid) };
        }

        return kind switch
        {
            CursorKind.Snapshot => snapshot,
            CursorKind.Sequence => new(Highest(database.Committed), default),
            _ => new(snapshot.InProgress.Count > 0 ? snapshot.InProgress.First : snapshot.Xmax, default),
        };
    }

    /// <summary>Whether a read that goes on from this snapshot takes the row.</summary>
    public bool Misses(RevocationRow row, CursorKind kind, int now) => kind switch
    {
        CursorKind.Snapshot => row.Xid >= Xmax || InProgress.Contains(row.Xid),
        CursorKind.XminAndTheLastMinute => row.Xid >= Xmax || row.Written > now - 2,
        CursorKind.Sequence => row.Logout > Xmax,
        _ => row.Xid >= Xmax,
    };

    private static int Highest(LogoutSet logouts) => logouts.All().LastOrDefault();
}
