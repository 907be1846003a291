namespace Cardea.Tests.Revocation.Model;

/// <summary>A resource API that follows one node or another.</summary>
/// <param name="EventId">The event id that it would resume with.</param>
/// <param name="Known">The logouts in its index.</param>
internal readonly record struct ResourceApi(Cursor? EventId, LogoutSet Known)
{
    /// <summary>Connects to a node, and is passed what the node has learned so far.</summary>
    public ResourceApi Connect(Node node, Cursor cursor, FeedRules rules, int now)
    {
        var passed = EventId is { } id && (id.Identity == cursor.Identity || rules.ResumesBlindly)
            ? node.Known.Except(Seen(node, id.Snapshot, rules, now))
            : node.Known;
        return new(cursor, Known.Union(passed));
    }

    /// <summary>What the snapshot had seen. Entries without an xid are passed to every API that resumes.</summary>
    private static LogoutSet Seen(Node node, Snapshot snapshot, FeedRules rules, int now)
    {
        var seen = default(LogoutSet);
        foreach (var row in node.Read)
        {
            seen = snapshot.Misses(row, rules.Cursor, now) ? seen : seen.With(row.Logout);
        }

        return seen;
    }
}
