using System.Reflection;

namespace Cardea.Tests.ModelChecking;

/// <summary>Names the switches that a scenario has set, so that the name of a test never differs from what it does.</summary>
internal static class Switches
{
    /// <summary>The settings in which <paramref name="rules"/> differ from <paramref name="defaults"/>.</summary>
    public static string Between<TRules>(TRules defaults, TRules rules) => string.Join(", ", typeof(TRules)
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => !Equals(property.GetValue(defaults), property.GetValue(rules)))
        .Select(property => property.GetValue(rules) is true ? property.Name : $"{property.Name} = {property.GetValue(rules)}"));
}
