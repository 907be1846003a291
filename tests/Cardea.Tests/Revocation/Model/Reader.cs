using Cardea.Tests.ModelChecking;

namespace Cardea.Tests.Revocation.Model;

/// <summary>How a node reads: from its cursor, or everything in two pages by key when the identity has changed.</summary>
internal sealed class Reader(FeedRules rules)
{
    public Reading Read(Database database, Node node)
    {
        var now = new Cursor(database.Identity.Only(rules.Identity), Snapshot.Of(database, rules.Cursor));
        if (node.FullRead is { } fullRead)
        {
            return fullRead.Begun.Identity == now.Identity || rules.PagesOfTwoIdentities
                ? ReadLastPage(database, node, fullRead, now)
                : ReadFirstPage(database, node, now);
        }

        return node.Cursor is { } cursor && cursor.Identity == now.Identity
            ? ReadOn(database, node, cursor, now)
            : ReadFirstPage(database, node, now);
    }

    private Reading ReadOn(Database database, Node node, Cursor cursor, Cursor now)
    {
        foreach (var row in database.Rows)
        {
            if (cursor.Snapshot.Misses(row, rules.Cursor, database.Clock))
            {
                node = node with { Known = node.Known.With(row.Logout), Read = Note(node.Read, row) };
            }
        }

        return new(database, node with { Cursor = now }, MustKnow: database.Committed);
    }

    private static Reading ReadFirstPage(Database database, Node node, Cursor now)
    {
        var (known, page) = ReadPage(database, half: 0, node.Known, read: default);
        return new(database, node with { Known = known, FullRead = new(now, database.Committed, page) }, MustKnow: null);
    }

    private Reading ReadLastPage(Database database, Node node, FullRead fullRead, Cursor now)
    {
        var (known, read) = ReadPage(database, half: 1, node.Known, fullRead.Read);
        var cursor = now with { Snapshot = rules.LastPageIsKept ? now.Snapshot : fullRead.Begun.Snapshot };
        var mustKnow = fullRead.Committed.Intersect(database.Committed);
        var writesBack = rules.WriteBack switch
        {
            WriteBack.AfterEveryFullRead => true,
            WriteBack.AfterAChangeOfIdentity => node.Cursor is not null,
            _ => false,
        };
        if (writesBack)
        {
            foreach (var lost in known.Except(database.Committed).All())
            {
                database = database.WriteBack(lost);
            }
        }

        return new(database, new(cursor, known, read, FullRead: null), mustKnow);
    }

    private static (LogoutSet Known, Few<RevocationRow> Read) ReadPage(Database database, int half, LogoutSet known, Few<RevocationRow> read)
    {
        foreach (var row in database.Rows)
        {
            if (row.Half == half)
            {
                known = known.With(row.Logout);
                read = Note(read, row);
            }
        }

        return (known, read);
    }

    /// <summary>Notes a row by its logout and xid. Nothing else of it matters later.</summary>
    private static Few<RevocationRow> Note(Few<RevocationRow> read, RevocationRow row)
    {
        row = new(row.Logout, row.Xid, Half: 0, Written: 0);
        return read.Contains(row) ? read : read.Add(row).Sorted();
    }
}
