namespace Cardea.AspNetCore.Settings;

/// <summary>A setting below <c>Cardea</c> in configuration.</summary>
/// <param name="Path">The path below the section, such as <c>Smtp:Host</c>. <c>#</c> is any index of a list.</param>
/// <param name="Form">The form of the value.</param>
internal sealed record Setting(string Path, SettingForm Form)
{
    /// <summary>Any index of a list.</summary>
    public const string Place = "#";

    /// <summary>Any name of a section.</summary>
    public const string Name = "*";

    /// <summary>True if a path is one of this setting, without regard to case.</summary>
    public bool Has(string path) =>
        Path.Contains(Name, StringComparison.Ordinal)
            ? path.Split(':') is var parts && Path.Split(':') is var own && parts.Length == own.Length
                && own.Zip(parts).All(static pair => pair.First == Name || pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase))
            : Path.Equals(path, StringComparison.OrdinalIgnoreCase);

    /// <summary>The full key, as in a configuration file.</summary>
    public string Key => $"{CardeaOptions.Section}:{Path.Replace(Place, "0", StringComparison.Ordinal).Replace(Name, "<name>", StringComparison.Ordinal)}";

    /// <summary>The key as the name of an environment variable.</summary>
    public string Variable => Key.Replace(":", "__", StringComparison.Ordinal);
}
