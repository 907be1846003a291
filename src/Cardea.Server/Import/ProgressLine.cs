using System.Globalization;

namespace Cardea.Server.Import;

/// <summary>Shows the progress: on a terminal one line that is redrawn, elsewhere a line now and then.</summary>
internal sealed class ProgressLine(long? total, TimeProvider clock)
{
    private const int Interval = 10_000;
    private const int BarLength = 30;

    private readonly long _start = clock.GetTimestamp();
    private long _shown;
    private int _length;

    public void Show(long done)
    {
        if (!Console.IsOutputRedirected)
        {
            var line = $"{Bar(done)}{Describe(done)}";
            Console.Write($"\r{line.PadRight(_length)}");
            _length = line.Length;
        }
        else if (done / Interval > _shown / Interval)
        {
            Console.WriteLine(Describe(done));
        }

        _shown = done;
    }

    /// <summary>Clears the line for other output.</summary>
    public void Clear()
    {
        if (_length > 0)
        {
            Console.Write($"\r{new string(' ', _length)}\r");
            _length = 0;
        }
    }

    private string Bar(long done) => total is > 0 and var all
        ? $"[{new string('#', (int)(BarLength * Math.Min(done, all) / all))}".PadRight(BarLength + 1) + "] "
        : "";

    private string Describe(long done)
    {
        var rate = done / Math.Max(clock.GetElapsedTime(_start).TotalSeconds, 0.001);
        return total is > 0 and var all
            ? string.Create(CultureInfo.InvariantCulture, $"{done:N0} of {all:N0} users ({100 * done / all} %), {rate:N0} a second")
            : string.Create(CultureInfo.InvariantCulture, $"{done:N0} users, {rate:N0} a second");
    }
}
