using System.Globalization;
using Cardea.Pages.Texts;

namespace Cardea.Pages.Rendering;

/// <summary>A field for a password.</summary>
/// <param name="texts">The texts.</param>
/// <param name="name">The name of the field.</param>
/// <param name="label">The key of its label.</param>
internal sealed class PasswordFieldView(PageTexts texts, string name, string label)
{
    public string Name => name;

    public string Label => texts[label];

    /// <summary>What a password manager fills in (HTML, section 4.10.18.7).</summary>
    public string Autocomplete => Shortest > 0 ? "new-password" : "current-password";

    /// <summary>The fewest letters of a new password; 0 for one that exists.</summary>
    public int Shortest { get; init; }

    /// <summary>The attribute <c>minlength</c>; null for a password that exists.</summary>
    public string? MinLength => Shortest > 0 ? Shortest.ToString(CultureInfo.InvariantCulture) : null;

    public string? Hint => Shortest > 0 ? texts.With("password.hint", Shortest) : null;

    public string Show => texts["password.show"];

    public string Hide => texts["password.hide"];
}
