namespace Cardea.Server.Tests.Chaos;

/// <summary>An access token that was recalled or refused is never accepted again, and no other one is refused.</summary>
internal static class AccessTokenChecks
{
    public static IEnumerable<Finding> Check(SessionHistory session) =>
        [.. FalseRefusals(session), .. SecondThoughts(session), .. Recalled(session), .. ForgottenRecalls(session)];

    // If a token of as many recalls is issued later, then no recall came before; and before anybody has tried to end the session, no end did.
    private static IEnumerable<Finding> FalseRefusals(SessionHistory session)
    {
        var issued = session.Entries.Where(static entry => entry.GivenPass is not null)
            .GroupBy(static entry => entry.GivenPass!.Recalls)
            .ToDictionary(static recalls => recalls.Key, static recalls => recalls.Max(static entry => entry.Begun));
        return from entry in session.Entries
               where entry.IsRefused && entry.Ended < session.AttackedSince
               where issued.TryGetValue(entry.Pass!.Recalls, out var last) && last > entry.Ended
               select new Finding("A good access token was refused", entry);
    }

    private static IEnumerable<Finding> SecondThoughts(SessionHistory session)
    {
        var refusals = new Dictionary<Pass, Fact>();
        foreach (var entry in session.Entries.Where(static entry => entry.IsRefused))
        {
            (refusals.TryGetValue(entry.Pass!, out var fact) ? fact : refusals[entry.Pass!] = session.User.NewFact()).Learn(entry.Node, entry.Ended);
        }

        return from entry in session.Entries
               where entry.IsAccepted && refusals.TryGetValue(entry.Pass!, out var refused) && refused.IsKnownTo(entry.Node, entry.Begun)
               select new Finding("Refused before, and accepted again", entry);
    }

    private static IEnumerable<Finding> Recalled(SessionHistory session)
    {
        var recalls = Recalls(session);
        return from entry in session.Entries
               where entry.IsAccepted && recalls.Any(recall => entry.Pass!.Recalls < recall.Key && recall.Value.IsKnownTo(entry.Node, entry.Begun))
               select new Finding("Recalled, and accepted", entry);
    }

    // Recalls are durable before they are answered.
    private static IEnumerable<Finding> ForgottenRecalls(SessionHistory session)
    {
        var recalls = Recalls(session);
        return from entry in session.Entries
               where entry.GivenPass is { } given && recalls.Any(recall => given.Recalls < recall.Key && entry.Begun > recall.Value.Since)
               select new Finding("Issued with fewer recalls than before", entry);
    }

    // Whoever issues a token of so many recalls knows that all with fewer are recalled.
    private static Dictionary<int, Fact> Recalls(SessionHistory session)
    {
        var recalls = new Dictionary<int, Fact>();
        foreach (var entry in session.Entries.Where(static entry => entry.GivenPass is { Recalls: > 0 }))
        {
            var count = entry.GivenPass!.Recalls;
            (recalls.TryGetValue(count, out var fact) ? fact : recalls[count] = session.User.NewFact()).Learn(entry.Node, entry.Ended);
        }

        return recalls;
    }
}
