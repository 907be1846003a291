using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cardea.Validation.Tokens;

/// <summary>
/// Reads the JSON of a token strictly. It refuses duplicate members (RFC 7515, section 4), wrong types, missing or null members,
/// numbers in quotes, comments and deep nesting.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 8)]
[JsonSerializable(typeof(TokenHeader))]
[JsonSerializable(typeof(TokenPayload))]
internal sealed partial class TokenJson : JsonSerializerContext
{
    public static TokenHeader? ReadHeader(byte[] json) => Read(json, static json => JsonSerializer.Deserialize(json, Default.TokenHeader));

    public static TokenPayload? ReadPayload(byte[] json) => Read(json, static json => JsonSerializer.Deserialize(json, Default.TokenPayload));

    private static T? Read<T>(byte[] json, Func<byte[], T?> read)
        where T : class
    {
        try
        {
            return read(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
