namespace Cardea.Server.Tests.Chaos;

/// <summary>Judges a history by what was answered, and believes no client.</summary>
public static class HistoryChecker
{
    private const int NoAnswer = 0;

    /// <summary>How long another node may take to hear of an end: the staleness bound.</summary>
    private static readonly TimeSpan Hearsay = TimeSpan.FromSeconds(15);

    /// <summary>What must not have happened, and did.</summary>
    public static IEnumerable<string> Check(IEnumerable<Entry> history) =>
        history.GroupBy(static entry => entry.Shown.Session).SelectMany(static session => CheckSession([.. session.OrderBy(static entry => entry.Begun)]));

    private static IEnumerable<string> CheckSession(Entry[] entries) =>
        OddAnswers(entries).Concat(FalseLogouts(entries)).Concat(LateAnswers(entries)).Concat(UnseenReplays(entries)).Concat(Forks(entries));

    private static IEnumerable<string> OddAnswers(Entry[] entries) =>
        from entry in entries
        where entry.Status is not (NoAnswer or 200 or 204 or 401 or 503)
        select $"An answer that nobody expects: {entry}";

    // Before anybody tried to end it, nobody may be told that it has ended.
    private static IEnumerable<string> FalseLogouts(Entry[] entries)
    {
        var attacked = entries.FirstOrDefault(static entry => entry.Deed is Deed.Logout or Deed.Replay)?.Begun ?? TimeSpan.MaxValue;
        return from entry in entries
               where entry is { Deed: Deed.Refresh or Deed.Verify, Status: 401 } && entry.Ended < attacked
               select $"A false logout: {entry}";
    }

    // After somebody was told that it has ended, nothing of it is accepted.
    private static IEnumerable<string> LateAnswers(Entry[] entries)
    {
        var end = entries.Where(static entry => entry is { Deed: Deed.Logout, Status: 204 } or { Deed: Deed.Replay, Status: 401 }).MinBy(static entry => entry.Ended);
        return from entry in entries
               where end is not null && entry switch
               {
                   { Deed: Deed.Refresh, Status: 200 } => entry.Begun > end.Ended,
                   { Deed: Deed.Verify, Status: 204 } => entry.Begun > end.Ended + (entry.Node == end.Node ? TimeSpan.Zero : Hearsay),
                   _ => false,
               }
               select $"Accepted after the end: {entry}";
    }

    // A replay is found when it is refused, and its session with it: somebody must have looked afterwards.
    private static IEnumerable<string> UnseenReplays(Entry[] entries)
    {
        var found = entries.FirstOrDefault(static entry => entry is { Deed: Deed.Replay, Status: 401, Code: "refresh_token_reused" or "session_ended" });
        return entries.Any(static entry => entry.Deed == Deed.Replay)
            && (found is null || !entries.Any(entry => entry is { Deed: Deed.Refresh, Status: 401 } && entry.Begun > found.Ended))
            ? entries.Where(static entry => entry.Deed == Deed.Replay).Select(static entry => $"A replay that was not found: {entry}")
            : [];
    }

    // One token a generation; and where a later one has been taken, an earlier one is taken no more.
    private static IEnumerable<string> Forks(Entry[] entries)
    {
        var taken = entries.Where(static entry => entry is { Deed: Deed.Refresh or Deed.Replay, Status: 200 }).ToArray();
        var forks = taken.Select(static entry => entry.Shown).Concat(taken.Select(static entry => entry.Given).OfType<Held>())
            .Distinct()
            .GroupBy(static held => held.Generation)
            .Where(static generation => generation.Count() > 1)
            .Select(static generation => $"Two tokens of one generation: {string.Join(", ", generation)}");

        var done = new Queue<Entry>(taken.OrderBy(static entry => entry.Ended));
        var latest = -1;
        var returns = new List<string>();
        foreach (var entry in taken)
        {
            while (done.TryPeek(out var before) && before.Ended < entry.Begun)
            {
                latest = Math.Max(latest, done.Dequeue().Shown.Generation);
            }

            if (entry.Shown.Generation < latest)
            {
                returns.Add($"Doubly valid, after generation {latest}: {entry}");
            }
        }

        return forks.Concat(returns);
    }
}
