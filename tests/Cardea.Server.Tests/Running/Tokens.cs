using System.Text.Json.Nodes;

namespace Cardea.Server.Tests.Running;

/// <summary>What a client keeps of an answer.</summary>
internal sealed record Tokens(string Access, string Refresh, string SessionId)
{
    public static Tokens Of(JsonNode answer) =>
        new((string)answer["accessToken"]!, (string)answer["refreshToken"]!, (string)answer["sessionId"]!);
}
