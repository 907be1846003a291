using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cardea.Sqlite;

/// <summary>Roles as a JSON array, in one column.</summary>
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class RolesJson : JsonSerializerContext
{
    public static string Write(IReadOnlyList<string> roles) => JsonSerializer.Serialize(roles, Default.IReadOnlyListString);

    public static IReadOnlyList<string> Read(string json) => JsonSerializer.Deserialize(json, Default.IReadOnlyListString) ?? [];
}
