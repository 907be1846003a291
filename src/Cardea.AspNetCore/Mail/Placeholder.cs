using System.Text.RegularExpressions;

namespace Cardea.AspNetCore.Mail;

/// <summary>A place in a template where a value goes: <c>{{name}}</c>.</summary>
internal static partial class Placeholder
{
    /// <summary>Puts values in. A placeholder inside a value is not filled.</summary>
    public static string Fill(string text, Func<string, string> value) => Pattern().Replace(text, match => value(match.Groups["name"].Value));

    /// <summary>The placeholders of a text that have an unknown name, as written. A brace without an end counts as one.</summary>
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
