using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cardea.Server.Doctor;

/// <summary>What a check of the doctor found.</summary>
/// <param name="Check">The name of the check. It stays the same, so scripts can look for it.</param>
/// <param name="Status">How bad it is.</param>
/// <param name="Message">What was found.</param>
/// <param name="Fix">What the operator does about it; null if nothing is wrong.</param>
internal sealed record Finding(string Check, FindingStatus Status, string Message, string? Fix)
{
    /// <summary>Nothing is wrong.</summary>
    public static Finding Ok(string check, string message) => new(check, FindingStatus.Ok, message, Fix: null);

    /// <summary>Something does not work.</summary>
    public static Finding Error(string check, string message, string fix) => new(check, FindingStatus.Error, message, fix);
}

/// <summary>How bad a finding is.</summary>
internal enum FindingStatus
{
    /// <summary>Nothing is wrong.</summary>
    [JsonStringEnumMemberName("ok")]
    Ok,

    /// <summary>Something works, and may stop working.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    /// <summary>Something does not work.</summary>
    [JsonStringEnumMemberName("error")]
    Error,
}

/// <summary>How findings are written as JSON, generated at build time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(IReadOnlyList<Finding>))]
internal sealed partial class FindingJson : JsonSerializerContext;
