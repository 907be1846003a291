using Cardea.AspNetCore.Problems;
using Cardea.Clients;
using Cardea.Validation.Problems;

namespace Cardea.AspNetCore.Sessions;

/// <summary>What a user calls a device: one line of text.</summary>
internal static class DeviceName
{
    /// <summary>What a name must be, for people.</summary>
    public static readonly string Rule = $"A name is one line of at most {ClientDevice.MaximumName} characters.";

    /// <summary>Reads a name; none, or a blank one, is no name.</summary>
    public static bool TryRead(string? text, out string? name)
    {
        name = string.IsNullOrWhiteSpace(text) ? null : text.Trim();
        return name is null || (name.Length <= ClientDevice.MaximumName && !name.Any(char.IsControl));
    }

    public static Problem Refusal() => ContractProblem.Invalid("device", Rule);
}
