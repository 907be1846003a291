using Cardea.Tests.ModelChecking;

namespace Cardea.Tests.Revocation.Model;

/// <summary>PostgreSQL, as far as the feed depends on it.</summary>
/// <param name="NextXid">The transaction id that is handed out next.</param>
/// <param name="DurableXid">A crash hands out ids again, from this one on or from a higher one.</param>
/// <param name="Rows">The committed revocations, in the order of their commits.</param>
/// <param name="Open">The transactions in progress. They drew their ids in this order, and commit in any order.</param>
/// <param name="Identity">What tells this state apart from others.</param>
/// <param name="Clock">The time, in half minutes.</param>
internal readonly record struct Database(
    Small NextXid,
    Small DurableXid,
    Few<RevocationRow> Rows,
    Few<RevocationRow> Open,
    Identity Identity,
    Small Clock)
{
    public const int FirstXid = 10;

    public static Database Fresh { get; } = default(Database) with { NextXid = FirstXid, DurableXid = FirstXid };

    public LogoutSet Committed
    {
        get
        {
            var committed = default(LogoutSet);
            foreach (var row in Rows)
            {
                committed = committed.With(row.Logout);
            }

            return committed;
        }
    }

    public Database Begin(int logout, int half) =>
        DrawXid() with { Open = Open.Add(new(logout, NextXid, half, Clock)) };

    /// <summary>Draws an id for a transaction that does not concern the feed.</summary>
    public Database DrawXid() => this with { NextXid = NextXid + 1 };

    /// <summary>A durable commit takes at least itself to the disk.</summary>
    public Database Commit(int index, int durableXid) =>
        this with { Rows = Rows.Add(Open[index]), Open = Open.Without(index), DurableXid = durableXid };

    /// <summary>Writes a revocation that the database has forgotten, in a transaction of its own.</summary>
    public Database WriteBack(int logout) => this with
    {
        Rows = Rows.Add(new(logout, NextXid, Half: 0, Clock)),
        NextXid = NextXid + 1,
        DurableXid = NextXid + 1,
    };

    /// <summary>Goes on from what survives: the first rows, and no transaction in progress. Ids are handed out again.</summary>
    public Database GoOn(int rows, int nextXid, Identity identity) => this with
    {
        NextXid = nextXid,
        DurableXid = nextXid,
        Rows = Rows.Take(rows),
        Open = default,
        Identity = identity,
    };
}
