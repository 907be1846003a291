using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cardea.Sqlite;

/// <summary>Stores texts in one column, as a JSON array.</summary>
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class TextsJson : JsonSerializerContext
{
    public static string Write(IReadOnlyList<string> texts) => JsonSerializer.Serialize(texts, Default.IReadOnlyListString);

    public static IReadOnlyList<string> Read(string json) => JsonSerializer.Deserialize(json, Default.IReadOnlyListString) ?? [];
}
