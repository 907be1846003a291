using System.Buffers.Text;
using System.Text.Json.Nodes;

namespace Cardea.Server.Tests.Running;

/// <summary>What a client keeps of an answer.</summary>
internal sealed record Tokens(string Access, string Refresh, string SessionId)
{
    /// <summary>Which key signed the access token.</summary>
    public string KeyId => (string)JsonNode.Parse(Base64Url.DecodeFromChars(Access.Split('.')[0]))!["kid"]!;

    public static Tokens Of(JsonNode answer) =>
        new((string)answer["accessToken"]!, (string)answer["refreshToken"]!, (string)answer["sessionId"]!);
}
