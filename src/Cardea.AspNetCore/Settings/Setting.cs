namespace Cardea.AspNetCore.Settings;

/// <summary>A setting below <c>Cardea</c> in configuration.</summary>
/// <param name="Path">Where it stands below the section, such as <c>Smtp:Host</c>; <c>#</c> is any place in a list.</param>
/// <param name="Form">What its value looks like.</param>
internal sealed record Setting(string Path, SettingForm Form)
{
    /// <summary>Any place in a list.</summary>
    public const string Place = "#";

    /// <summary>The whole key, as people write it.</summary>
    public string Key => $"{CardeaOptions.Section}:{Path.Replace(Place, "0", StringComparison.Ordinal)}";

    /// <summary>The same, as the name of an environment variable.</summary>
    public string Variable => Key.Replace(":", "__", StringComparison.Ordinal);
}
