using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cardea.Server.Import;

/// <summary>Reads <see cref="ImportedUser"/>s from JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ImportedUser))]
internal sealed partial class ImportJson : JsonSerializerContext;
