namespace Cardea.Server.Tests.Chaos;

/// <summary>When the database could not be asked, because somebody stopped it, killed it or held it up.</summary>
internal sealed class Outages
{
    // What a node may wait until it asks again: the second of its poll.
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly List<(TimeSpan Begun, TimeSpan Ended)> _known = [];

    /// <summary>One begins; nobody knows yet when it ends.</summary>
    /// <returns>To be called when it ends.</returns>
    public Action<TimeSpan> Begin(TimeSpan begun)
    {
        lock (_gate)
        {
            var place = _known.Count;
            _known.Add((begun, TimeSpan.MaxValue));
            return ended => End(place, ended + Poll);
        }
    }

    /// <summary>Whether there was one in that time.</summary>
    public bool Touch(TimeSpan from, TimeSpan to)
    {
        lock (_gate)
        {
            return _known.Exists(outage => outage.Begun < to && outage.Ended > from);
        }
    }

    private void End(int place, TimeSpan ended)
    {
        lock (_gate)
        {
            _known[place] = (_known[place].Begun, ended);
        }
    }
}
