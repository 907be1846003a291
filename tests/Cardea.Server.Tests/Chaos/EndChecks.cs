namespace Cardea.Server.Tests.Chaos;

/// <summary>Nobody is logged out by accident, and nobody stays in.</summary>
internal static class EndChecks
{
    public static IEnumerable<Finding> Check(SessionHistory session, int[] acceptors) =>
        [.. FalseLogouts(session), .. LateAnswers(session), .. UnseenReplays(session), .. Unasked(session, acceptors)];

    // Before anybody has tried to end it, nobody is told that it has ended.
    private static IEnumerable<Finding> FalseLogouts(SessionHistory session) =>
        from entry in session.Entries
        where entry.IsLockedOut && entry.Ended < session.AttackedSince
        select new Finding("A false logout", entry);

    // After somebody was told that it has ended, nothing of it is accepted.
    private static IEnumerable<Finding> LateAnswers(SessionHistory session) =>
        from entry in session.Entries
        where (entry.FoundAlive && entry.Begun > session.End.Since) || (entry.IsAccepted && session.End.IsKnownTo(entry.Node, entry.Begun))
        select new Finding("Accepted after the end", entry);

    // A replay is found when it is refused, and its session with it: somebody must have looked afterwards.
    private static IEnumerable<Finding> UnseenReplays(SessionHistory session)
    {
        var replays = session.Entries.Where(static entry => entry.Deed == Deed.Replay).ToArray();
        var found = replays.FirstOrDefault(static entry => entry.SaysEnded);
        return replays.Length > 0 && (found is null || !session.Entries.Any(entry => entry.Deed != Deed.Replay && entry.SaysEnded && entry.Begun > found.Ended))
            ? replays.Select(static entry => new Finding("A replay that was not found", entry))
            : [];
    }

    // What nobody looked at is not shown.
    private static IEnumerable<Finding> Unasked(SessionHistory session, int[] acceptors) =>
        session.End.Since is { } end
            ? from acceptor in acceptors
              where !session.Entries.Any(entry => entry.Node == acceptor && entry.Begun > end && entry is { Deed: Deed.Verify, Status: 401 })
              select new Finding($"{(acceptor == Entry.Api ? "The API" : $"Node {acceptor}")} was not heard to refuse what has ended", session.Entries[^1])
            : [];
}
