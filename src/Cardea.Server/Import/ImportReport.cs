using System.Globalization;

namespace Cardea.Server.Import;

/// <summary>Counts the imported users, and reports to the operator.</summary>
internal sealed class ImportReport(ProgressLine progress)
{
    private const int MostTold = 20;
    private const int SomeRefused = 2;

    private long _imported;
    private long _alreadyThere;
    private long _refused;

    /// <summary>Counts a batch, and prints the first refused users.</summary>
    public void Add(int imported, int alreadyThere, IReadOnlyList<Candidate.Refused> refused)
    {
        foreach (var (name, reason) in refused.Take((int)Math.Max(0, MostTold - _refused)))
        {
            Pause();
            Console.Error.WriteLine($"{name}: {reason}");
        }

        _imported += imported;
        _alreadyThere += alreadyThere;
        _refused += refused.Count;
        progress.Show(_imported + _alreadyThere + _refused);
    }

    /// <summary>Clears the line for the output of others.</summary>
    public void Pause() => progress.Clear();

    /// <summary>Prints the sums.</summary>
    /// <returns>The exit code.</returns>
    public int Finish()
    {
        if (_refused > MostTold)
        {
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"… and {_refused - MostTold} more"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"imported: {_imported}, already there: {_alreadyThere}, refused: {_refused}"));
        return _refused == 0 ? 0 : SomeRefused;
    }
}
