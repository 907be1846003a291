using System.Text.Json;
using System.Text.Json.Serialization;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Note))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class ConsoleNotesJson : JsonSerializerContext;

internal sealed record Note(string Text);
