using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cardea.Factors;

/// <summary>How a passkey is kept.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Passkey))]
internal sealed partial class PasskeyJson : JsonSerializerContext;
