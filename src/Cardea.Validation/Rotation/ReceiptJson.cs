using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cardea.Validation.Rotation;

/// <summary>Writes receipts.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ReceiptBatch))]
internal sealed partial class ReceiptJson : JsonSerializerContext;
