using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cardea.Factors;

/// <summary>The stored form of a passkey.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Passkey))]
internal sealed partial class PasskeyJson : JsonSerializerContext;
