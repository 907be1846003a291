namespace Cardea.Server.Tests.Chaos;

/// <summary>The history of one session, in the order in which requests were sent.</summary>
internal sealed class SessionHistory
{
    public SessionHistory(UserHistory user, Guid session, Entry[] entries)
    {
        Id = session;
        User = user;
        End = user.NewFact();
        Entries = entries;
        AttackedSince = user.Entries.FirstOrDefault(entry => user.MayEnd(entry, session))?.Begun ?? TimeSpan.MaxValue;
        foreach (var entry in user.Entries.Where(entry => user.SaysEnded(entry, session)))
        {
            End.Learn(entry.Node, entry.Ended);
        }
    }

    public Guid Id { get; }

    public UserHistory User { get; }

    public Entry[] Entries { get; }

    /// <summary>Since when somebody has tried to end it.</summary>
    public TimeSpan AttackedSince { get; }

    /// <summary>That it has ended.</summary>
    public Fact End { get; }
}
