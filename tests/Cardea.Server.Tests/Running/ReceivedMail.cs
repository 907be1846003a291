using System.Text.RegularExpressions;

namespace Cardea.Server.Tests.Running;

/// <summary>A mail as its recipient reads it. From and to whom is what the envelope says; <see cref="Headers"/> have lower-case names.</summary>
internal sealed partial record ReceivedMail(
    string To, string From, string Subject, string Text, string Html, bool Secure, string? User, IReadOnlyDictionary<string, string> Headers)
{
    private const string CodePrefix = "#token=";

    /// <summary>The first link in the text.</summary>
    public Uri Link => LinkPattern().Match(Text) is { Success: true } link ? new(link.Value) : throw new InvalidOperationException($"There is no link in: {Text}");

    /// <summary>The code that the link carries in its fragment, where no server sees it.</summary>
    public string Code => Link.Fragment.StartsWith(CodePrefix, StringComparison.Ordinal)
        ? Uri.UnescapeDataString(Link.Fragment[CodePrefix.Length..])
        : throw new InvalidOperationException($"There is no code in: {Link}");

    /// <summary>The eight digits that stand alone on a line.</summary>
    public string Digits => DigitsPattern().Match(Text) is { Success: true } digits ? digits.Value : throw new InvalidOperationException($"There are no digits in: {Text}");

    [GeneratedRegex("(?m)^[0-9]{8}(?=\\r?$)")]
    private static partial Regex DigitsPattern();

    // Without the full stop, the bracket or the comma that a sentence puts after it.
    [GeneratedRegex("""https?://[^\s<>"]*[^\s<>".,;:!?()]""")]
    private static partial Regex LinkPattern();
}
