namespace Cardea.AspNetCore.Passwords;

/// <summary>
/// The names that an attacker would begin with: of the service, its host and the account's address. The words of a name
/// may be joined by nothing, a space, <c>-</c>, <c>.</c> or <c>_</c>, and stand for the name alone: <c>acme</c>, <c>portal</c>, <c>acme-portal</c>.
/// </summary>
internal static class PasswordNames
{
    private const string Separators = " -._";

    // A name has a few words; what is longer is compared by these and as a whole.
    private const int MostWords = 12;

    /// <summary>The text without the signs that join words.</summary>
    public static string Join(string text) => string.Concat(text.Where(static character => !Separators.Contains(character, StringComparison.Ordinal)));

    /// <summary>The names of the service, joined and folded.</summary>
    public static IEnumerable<string> OfService(CardeaOptions options)
    {
        string[] names = Uri.TryCreate(options.Issuer, UriKind.Absolute, out var issuer)
            ? ["cardea", options.ServiceName, issuer.Host]
            : ["cardea", options.ServiceName];
        return names.SelectMany(Parts);
    }

    /// <summary>The names that are in an address, joined and folded.</summary>
    public static IEnumerable<string> OfAddress(string? email) => email is null ? [] : Parts(email);

    // Words that follow each other in the name, with and without the digits at their ends.
    private static IEnumerable<string> Parts(string name)
    {
        var lower = PasswordFold.Case(name);
        var words = Words(lower);
        yield return Folded(Join(lower));
        yield return Folded(string.Concat(words));
        for (var start = 0; start < Math.Min(words.Length, MostWords); start++)
        {
            for (var end = start + 1; end <= Math.Min(words.Length, MostWords); end++)
            {
                var part = string.Concat(words[start..end]);
                yield return Folded(part);
                yield return Folded(PasswordPattern.Trim(part));
            }
        }
    }

    private static string[] Words(string name) =>
        new string([.. name.Select(static character => char.IsLetterOrDigit(character) ? character : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Folded(string part) => PasswordFold.Letters(part);
}
