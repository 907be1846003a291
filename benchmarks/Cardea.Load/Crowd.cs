namespace Cardea.Load;

/// <summary>Many that do the same at once, each on a thread of its own.</summary>
internal sealed class Crowd
{
    private const int StackSize = 256 * 1024;

    private readonly Thread[] _threads;

    /// <summary>Lets them begin.</summary>
    /// <param name="count">How many.</param>
    /// <param name="work">What the one of this number does. What it throws ends the process.</param>
    public Crowd(int count, Action<int> work)
    {
        _threads = [.. Enumerable.Range(0, count).Select(i => new Thread(() => work(i), StackSize) { IsBackground = true })];
        Array.ForEach(_threads, static thread => thread.Start());
    }

    /// <summary>Waits until all are done.</summary>
    public void Join() => Array.ForEach(_threads, static thread => thread.Join());
}
