namespace Cardea.Server.Tests.Chaos;

/// <summary>There is one token of a generation, and an old one is of no use after the grace.</summary>
internal static class RefreshTokenChecks
{
    public static IEnumerable<Finding> Check(SessionHistory session, TimeSpan grace)
    {
        var taken = session.Entries.Where(static entry => entry.Given is not null && entry.Shown is not null).ToArray();
        return [.. Forks(session), .. DoublyValid(taken, grace)];
    }

    private static IEnumerable<Finding> Forks(SessionHistory session)
    {
        var first = new Dictionary<int, Held>();
        foreach (var entry in session.Entries.Where(static entry => entry.Given is not null))
        {
            foreach (var held in new[] { entry.Shown, entry.Given }.OfType<Held>())
            {
                if (!first.TryAdd(held.Generation, held) && first[held.Generation] != held)
                {
                    yield return new($"Two tokens of one generation, {first[held.Generation]} and {held}", entry);
                }
            }
        }
    }

    // Where a later one was presented, and that is longer ago than the grace, an earlier one is taken no more.
    private static IEnumerable<Finding> DoublyValid(Entry[] taken, TimeSpan grace)
    {
        var done = new Queue<Entry>(taken.OrderBy(static entry => entry.Ended));
        var latest = -1;
        foreach (var entry in taken)
        {
            while (done.TryPeek(out var before) && before.Ended + grace < entry.Begun)
            {
                latest = Math.Max(latest, done.Dequeue().Shown!.Generation);
            }

            if (entry.Shown!.Generation < latest)
            {
                yield return new($"Doubly valid, after generation {latest}", entry);
            }
        }
    }
}
