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
    private long _logins;
    private long _leftOut;

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

    /// <summary>Counts the logins of an imported user. Prints why the first ones were left out.</summary>
    /// <param name="name">Names the user to an operator.</param>
    /// <param name="imported">How many logins were imported.</param>
    /// <param name="leftOut">For each login that was left out, the reason.</param>
    public void AddLogins(string name, int imported, IReadOnlyList<string> leftOut)
    {
        foreach (var reason in leftOut.Take((int)Math.Max(0, MostTold - _leftOut)))
        {
            Pause();
            Console.Error.WriteLine($"{name}: {reason}");
        }

        _logins += imported;
        _leftOut += leftOut.Count;
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

        if (_leftOut > MostTold)
        {
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"… and {_leftOut - MostTold} more logins"));
        }

        var logins = _logins + _leftOut == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; logins: {_logins}, left out: {_leftOut}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"imported: {_imported}, already there: {_alreadyThere}, refused: {_refused}{logins}"));
        return _refused + _leftOut == 0 ? 0 : SomeRefused;
    }
}
