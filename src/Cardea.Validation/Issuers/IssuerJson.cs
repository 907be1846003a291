using System.Text.Json;
using System.Text.Json.Serialization;
using Cardea.Validation.Keys;
using Cardea.Validation.Revocation;
using Cardea.Validation.Rotation;

namespace Cardea.Validation.Issuers;

/// <summary>How the JSON of an issuer elsewhere is read and written.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    NumberHandling = JsonNumberHandling.Strict,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(FeedMessage))]
[JsonSerializable(typeof(IssuerMetadata))]
[JsonSerializable(typeof(ReceiptBatch))]
internal sealed partial class IssuerJson : JsonSerializerContext;
