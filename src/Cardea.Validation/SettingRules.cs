namespace Cardea.Validation;

/// <summary>Rules for settings. Each rule says whether it is broken, and what to do then.</summary>
internal static class SettingRules
{
    /// <summary>Checks rules.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="options">The name of the type that has the settings.</param>
    /// <exception cref="SetupException">A rule is broken. The message names the setting and the fix.</exception>
    public static void Check(this IEnumerable<(bool Broken, string Finding)> rules, string options)
    {
        foreach (var (broken, finding) in rules)
        {
            if (broken)
            {
                throw new SetupException($"{options}.{finding}");
            }
        }
    }
}
