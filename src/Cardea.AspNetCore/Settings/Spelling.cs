namespace Cardea.AspNetCore.Settings;

/// <summary>Finds the name that a misspelled word stands for.</summary>
internal static class Spelling
{
    /// <summary>Returns the name that is most like a word. Separators and case do not count, because people often get them wrong.</summary>
    public static string Nearest(string word, IEnumerable<string> names) => names.MinBy(name => Distance(word, name))!;

    /// <summary>
    /// Returns the number of letters to add, remove, replace or swap with the next one, to change one name into the other (the
    /// Damerau–Levenshtein distance, in the variant that changes no letter twice).
    /// </summary>
    public static int Distance(string one, string other)
    {
        var (from, to) = (Letters(one), Letters(other));
        var costs = Array.ConvertAll(new int[from.Length + 1][], _ => new int[to.Length + 1]);
        for (var i = 0; i <= from.Length; i++)
        {
            for (var j = 0; j <= to.Length; j++)
            {
                costs[i][j] = i == 0 || j == 0 ? i + j : Cheapest(from, to, costs, i, j);
            }
        }

        return costs[from.Length][to.Length];
    }

    private static int Cheapest(string from, string to, int[][] costs, int i, int j)
    {
        var replaced = costs[i - 1][j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
        var cheapest = Math.Min(replaced, 1 + Math.Min(costs[i - 1][j], costs[i][j - 1]));
        var isSwap = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
        return isSwap ? Math.Min(cheapest, 1 + costs[i - 2][j - 2]) : cheapest;
    }

    private static string Letters(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
}
