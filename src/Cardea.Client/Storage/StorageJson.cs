using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cardea.Client.Storage;

/// <summary>Writes and reads what stores keep.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(StoredTokens))]
internal sealed partial class StorageJson : JsonSerializerContext;
