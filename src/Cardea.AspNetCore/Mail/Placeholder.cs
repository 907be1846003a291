using System.Text.RegularExpressions;

namespace Cardea.AspNetCore.Mail;

/// <summary>A place in a template where a value goes: <c>{{name}}</c>.</summary>
internal static partial class Placeholder
{
    /// <summary>Puts values in; what is in them is not looked at again.</summary>
    public static string Fill(string text, Func<string, string> value) => Pattern().Replace(text, match => value(match.Groups["name"].Value));

    /// <summary>Those of a text that have none of the names, as they are written; braces without an end too.</summary>
    public static IEnumerable<string> Unknown(string text, IReadOnlyCollection<string> names)
    {
        var rest = Pattern().Replace(text, match => names.Contains(match.Groups["name"].Value) ? "" : match.Value);
        return BracePattern().Matches(rest).Select(static match => match.Value);
    }

    [GeneratedRegex(@"\{\{(?<name>[^{}]*)\}\}")]
    private static partial Regex Pattern();

    [GeneratedRegex(@"\{\{([^{}\n]*\}\})?|\}\}")]
    private static partial Regex BracePattern();
}
