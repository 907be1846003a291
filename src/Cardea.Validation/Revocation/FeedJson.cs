using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cardea.Validation.Revocation;

/// <summary>Reads the events of the feed strictly.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    NumberHandling = JsonNumberHandling.Strict,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(FeedMessage))]
internal sealed partial class FeedJson : JsonSerializerContext;
