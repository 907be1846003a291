using System.Collections.Frozen;
using System.Globalization;

namespace Cardea.Pages.Texts;

/// <summary>The texts of the pages in one language.</summary>
/// <param name="language">The language, as in <c>lang</c> of HTML (BCP 47).</param>
/// <param name="texts">The texts by their keys.</param>
internal sealed class PageTexts(string language, FrozenDictionary<string, string> texts)
{
    public string Language => language;

    /// <summary>All keys.</summary>
    public IEnumerable<string> Keys => texts.Keys;

    /// <summary>A text.</summary>
    public string this[string key] => texts[key];

    /// <summary>A text with values in its places, such as <c>{0}</c>.</summary>
    public string With(string key, params ReadOnlySpan<object?> values) => string.Format(CultureInfo.InvariantCulture, texts[key], values);

    /// <summary>A text; null if there is none of this key.</summary>
    public string? Find(string key) => texts.GetValueOrDefault(key);

    /// <summary>A pause in words.</summary>
    public string Pause(TimeSpan pause)
    {
        var (count, unit) = pause.TotalSeconds < 90 ? (Math.Ceiling(pause.TotalSeconds), "second")
            : pause.TotalMinutes < 90 ? (Math.Ceiling(pause.TotalMinutes), "minute")
            : (Math.Ceiling(pause.TotalHours), "hour");
        return count == 1 ? this[$"pause.{unit}"] : With($"pause.{unit}s", count);
    }
}
