namespace Cardea.Server.Tests.Chaos;

/// <summary>
/// Something that nobody may deny any more. A node that has answered with it knows it at once. All others, and the API, know
/// it soon after it was answered for the first time.
/// </summary>
internal sealed class Fact(Hearing hearing)
{
    private readonly Dictionary<int, TimeSpan> _answered = [];

    /// <summary>When it was answered for the first time; <see langword="null"/> if it never was.</summary>
    public TimeSpan? Since { get; private set; }

    /// <summary>A node has answered with it.</summary>
    public void Learn(int node, TimeSpan at)
    {
        Since = Since < at ? Since : at;
        _answered[node] = _answered.TryGetValue(node, out var before) && before < at ? before : at;
    }

    /// <summary>Whether a node knows it when it gets a request at that moment.</summary>
    public bool IsKnownTo(int node, TimeSpan begun) =>
        (Since is { } since && hearing.IsDue(since, begun)) || (_answered.TryGetValue(node, out var answered) && begun > answered);
}
