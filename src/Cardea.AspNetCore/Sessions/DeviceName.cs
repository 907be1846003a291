using Cardea.AspNetCore.Problems;
using Cardea.Sessions;
using Cardea.Validation.Problems;

namespace Cardea.AspNetCore.Sessions;

/// <summary>What a user calls a device: one line of text.</summary>
internal static class DeviceName
{
    /// <summary>Reads a name; none, or a blank one, is no name.</summary>
    public static bool TryRead(string? text, out string? name)
    {
        name = string.IsNullOrWhiteSpace(text) ? null : text.Trim();
        return name is null || (name.Length <= ClientDevice.MaximumName && !name.Any(char.IsControl));
    }

    public static Problem Refusal() =>
        ContractProblem.Invalid(new Dictionary<string, string[]>(StringComparer.Ordinal)
        {
            ["device"] = [$"The name of a device is one line of at most {ClientDevice.MaximumName} characters."],
        });
}
