using System.Buffers.Text;
using System.Text.Json.Nodes;

namespace Cardea.Server.Tests.Running;

/// <summary>What a client keeps of an answer.</summary>
internal sealed record Tokens(string Access, string Refresh, string SessionId)
{
    /// <summary>Which key signed the access token.</summary>
    public string KeyId => (string)Read(0)["kid"]!;

    /// <summary>The program that the access token is for.</summary>
    public string Audience => (string)Read(1)["aud"]!;

    /// <summary>How long the access token lives, in seconds.</summary>
    public long Lifetime => (long)Read(1)["exp"]! - (long)Read(1)["iat"]!;

    /// <summary>How the user has proved who they are.</summary>
    public string[] Amr => [.. Read(1)["amr"]!.AsArray().Select(static method => (string)method!)];

    /// <summary>When they have.</summary>
    public DateTimeOffset AuthTime => DateTimeOffset.FromUnixTimeSeconds((long)Read(1)["auth_time"]!);

    /// <summary>What the access token lets them do.</summary>
    public string[] Roles => [.. (Read(1)["roles"]?.AsArray() ?? []).Select(static role => (string)role!)];

    /// <summary>The session's number of recalls when the access token was issued, and the generation it came with.</summary>
    public string Id => (string)Read(1)["jti"]!;

    /// <summary>Reads an answer. Without a refresh token in it, the client keeps the one that it has.</summary>
    public static Tokens Of(JsonNode answer, Tokens? kept = null) =>
        new((string)answer["accessToken"]!, (string?)answer["refreshToken"] ?? kept!.Refresh, (string)answer["sessionId"]!);

    private JsonNode Read(int part) => JsonNode.Parse(Base64Url.DecodeFromChars(Access.Split('.')[part]))!;
}
