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

    /// <summary>Counts a batch. Prints the first refused users, and every user who was imported without a second factor.</summary>
    /// <param name="imported">How many users were imported.</param>
    /// <param name="alreadyThere">How many users were there already.</param>
    /// <param name="refused">The refused users.</param>
    /// <param name="withoutFactor">Names the imported users who have lost their second factor.</param>
    public void Add(int imported, int alreadyThere, IReadOnlyList<Candidate.Refused> refused, IEnumerable<string> withoutFactor)
    {
        foreach (var name in withoutFactor)
        {
            Pause();
            Console.Error.WriteLine($"{name}: imported without a second factor, because it has no authenticator key: a password alone signs in");
        }

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
