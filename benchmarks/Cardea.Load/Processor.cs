using System.Globalization;

namespace Cardea.Load;

/// <summary>Processor time spent, user and kernel, as Linux counts it in <c>/proc</c>.</summary>
internal static class Processor
{
    // USER_HZ of Linux, which /proc counts in.
    private const double TicksPerSecond = 100;

    /// <summary>That of one process.</summary>
    public static TimeSpan Of(int process) => Read(process) is { } fields ? Sum(fields.AsSpan(11..13)) : TimeSpan.Zero;

    /// <summary>That of a process and of all it ever started, as PostgreSQL starts a process for each connection.</summary>
    public static TimeSpan OfFamily(int parent)
    {
        var spent = Read(parent) is { } fields ? Sum(fields.AsSpan(11..15)) : TimeSpan.Zero;
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var process)
                && Read(process) is { } child
                && child[1] == parent.ToString(CultureInfo.InvariantCulture))
            {
                spent += Sum(child.AsSpan(11..13));
            }
        }

        return spent;
    }

    // What follows the name, which may hold anything: state, parent, …
    private static string[]? Read(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static TimeSpan Sum(ReadOnlySpan<string> ticks)
    {
        long sum = 0;
        foreach (var count in ticks)
        {
            sum += long.Parse(count, CultureInfo.InvariantCulture);
        }

        return TimeSpan.FromSeconds(sum / TicksPerSecond);
    }
}
