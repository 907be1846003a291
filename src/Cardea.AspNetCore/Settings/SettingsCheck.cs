using Microsoft.Extensions.Configuration;

namespace Cardea.AspNetCore.Settings;

/// <summary>
/// Finds unknown settings and settings with a wrong value. It checks all sources of the configuration before the settings are read,
/// because .NET ignores unknown settings without a message.
/// </summary>
/// <param name="configuration">The app's configuration.</param>
/// <param name="known">The known settings.</param>
internal sealed class SettingsCheck(IConfiguration configuration, IEnumerable<Setting> known)
{
    private readonly Setting[] _known = [.. known];

    /// <summary>Returns the findings. Each is a line that names the setting and the fix.</summary>
    public IEnumerable<string> Check() =>
        [.. CheckRoots(), .. configuration.GetSection(CardeaOptions.Section).GetChildren().SelectMany(CheckSection)];

    private IEnumerable<string> CheckSection(IConfigurationSection section)
    {
        var finding = section.Value is { } value ? CheckValue(section, value) : null;
        return finding is null ? section.GetChildren().SelectMany(CheckSection) : [finding];
    }

    private string? CheckValue(IConfigurationSection section, string value)
    {
        var path = PathOf(section);
        if (Find(path) is { } setting)
        {
            return setting.Form.Fits(value) ? null : $"{section.Path} must be {setting.Form.Description}; it is '{value}'.";
        }

        // An empty list or section of a file also counts as an empty value.
        if (_known.FirstOrDefault(other => other.Path.StartsWith($"{path}:", StringComparison.OrdinalIgnoreCase)) is { } inside)
        {
            return value.Length == 0
                ? null
                : $"{section.Path} has no value of its own: set {inside.Key} (as an environment variable {inside.Variable}).";
        }

        return NoSetting(section.Path, path);
    }

    // Finds misspelled roots: Cardea_Issuer, CARDEA_ISSUER and Caredea:Issuer.
    private IEnumerable<string> CheckRoots() =>
        from root in configuration.GetChildren()
        where !root.Key.Equals(CardeaOptions.Section, StringComparison.OrdinalIgnoreCase)
        let meant = _known.FirstOrDefault(setting => Spelling.Distance(root.Key, setting.Key) == 0)
        let isMistyped = root.Value is null && Spelling.Distance(root.Key, CardeaOptions.Section) <= 2
        where meant is not null || isMistyped
        select meant is not null
            ? $"{root.Key} is no setting: write {meant.Key} (as an environment variable {meant.Variable})."
            : $"{root.Key} is no section that anybody reads: write {CardeaOptions.Section}.";

    private string NoSetting(string key, string path)
    {
        var nearest = Spelling.Nearest(path, _known.Select(static setting => setting.Path));
        var setting = _known.First(setting => setting.Path == nearest);
        return $"{key} is no setting: the nearest is {setting.Key} (as an environment variable {setting.Variable}).";
    }

    private Setting? Find(string path) => _known.FirstOrDefault(setting => setting.Has(path));

    // Removes the section's name, and replaces each index of a list by #.
    private static string PathOf(IConfigurationSection section) => string.Join(':', section.Path.Split(':').Skip(1).Select(static name =>
        name.All(char.IsAsciiDigit) ? Setting.Place : name));
}
