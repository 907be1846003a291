using System.Text.Json.Nodes;

namespace Cardea.Server.Tests.Running;

/// <summary>Sends one request many times at once.</summary>
internal static class Race
{
    /// <summary>The code of each answer: of the problem, or the status of what was no problem.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(Func<Task<HttpResponseMessage>> send, int racers = 20)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, racers).Select(_ => send()));
        return await Task.WhenAll(answers.Select(ReadAsync));
    }

    private static async Task<string> ReadAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            return answer.IsSuccessStatusCode
                ? $"{(int)answer.StatusCode}"
                : (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["code"]!;
        }
    }
}
