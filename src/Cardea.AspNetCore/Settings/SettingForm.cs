using System.Globalization;
using System.Text.RegularExpressions;

namespace Cardea.AspNetCore.Settings;

/// <summary>The form of a setting's value.</summary>
/// <param name="Description">The description of the form, for people.</param>
/// <param name="Fits">Returns true if a value has the form.</param>
internal sealed partial record SettingForm(string Description, Func<string, bool> Fits)
{
    /// <summary>Any text. Every text fits, so no message ever shows the value, which may be a secret.</summary>
    public static readonly SettingForm Text = new("text", static _ => true);

    /// <summary>True or false.</summary>
    public static readonly SettingForm Switch = new("true or false", static text => bool.TryParse(text, out _));

    /// <summary>A whole number.</summary>
    public static readonly SettingForm Whole = new(
        "a whole number", static text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _));

    /// <summary>
    /// A duration. .NET accepts more forms, and reads some of them differently from what people mean: <c>24:00:00</c> is 24 days, and
    /// <c>5:00</c> is five hours.
    /// </summary>
    public static readonly SettingForm Duration = new(
        "[days.]hours:minutes:seconds, such as 00:05:00 for five minutes or 30.00:00:00 for thirty days", static text => DurationPattern().IsMatch(text));

    /// <summary>One of the names of an enumeration, not a number.</summary>
    public static SettingForm OneOf<T>()
        where T : struct, Enum
    {
        var names = Enum.GetNames<T>();
        return new($"{string.Join(", ", names[..^1])} or {names[^1]}", text => names.Contains(text, StringComparer.OrdinalIgnoreCase));
    }

    [GeneratedRegex(@"\A([0-9]{1,7}\.)?([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\z")]
    private static partial Regex DurationPattern();
}
