namespace Cardea.Statistics;

/// <summary>Counts what happens on this node, in memory. To count is one interlocked increment.</summary>
internal sealed class Tally
{
    private readonly long[] _counts = new long[Enum.GetValues<Counted>().Length];

    /// <summary>Counts one.</summary>
    public void Add(Counted counted) => Interlocked.Increment(ref _counts[(int)counted]);

    /// <summary>Returns how many there were since the last call.</summary>
    public long Take(Counted counted) => Interlocked.Exchange(ref _counts[(int)counted], 0);
}
