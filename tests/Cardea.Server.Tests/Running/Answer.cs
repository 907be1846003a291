using System.Text.Json.Nodes;

namespace Cardea.Server.Tests.Running;

/// <summary>Reads answers, and says what came when it was not what was expected.</summary>
internal static class Answer
{
    public static async Task<JsonNode> ExpectAsync(int status, HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(status == (int)response.StatusCode, $"{response.RequestMessage?.Method} {response.RequestMessage?.RequestUri?.PathAndQuery} answered {(int)response.StatusCode}, not {status}: {text}");
            return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
        }
    }

    public static async Task ExpectStatusAsync(int status, HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(status == (int)response.StatusCode, $"{response.RequestMessage?.RequestUri} answered {(int)response.StatusCode}: {text}");
        }
    }

    public static async Task ExpectStatusAsync(int status, Task<HttpResponseMessage> response) => await ExpectStatusAsync(status, await response);

    public static async Task<JsonNode> ExpectProblemAsync(int status, string code, Task<HttpResponseMessage> response) =>
        await ExpectProblemAsync(status, code, await response);

    /// <summary>Expects problem details with that status and code, as the contract wants them.</summary>
    public static async Task<JsonNode> ExpectProblemAsync(int status, string code, HttpResponseMessage response)
    {
        var type = response.Content.Headers.ContentType?.MediaType;
        var storable = response.Headers.CacheControl is not { NoStore: true };
        var path = response.RequestMessage!.RequestUri!.AbsolutePath;
        var problem = await ExpectAsync(status, response);
        Assert.Equal("application/problem+json", type);
        Assert.Equal(code, (string?)problem["code"]);
        Assert.Equal(status, (int?)problem["status"]);
        Assert.NotEmpty((string?)problem["detail"] ?? "");
        Assert.False(storable && path.StartsWith("/auth", StringComparison.OrdinalIgnoreCase), $"{path} may be stored");
        return problem;
    }
}
