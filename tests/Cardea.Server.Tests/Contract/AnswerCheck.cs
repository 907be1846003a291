using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Cardea.Server.Tests.Contract;

/// <summary>Compares an answer with what the document says.</summary>
internal static class AnswerCheck
{
    private const string Problem = "application/problem+json";
    private const string Events = "text/event-stream";

    private static readonly string[] ProblemMembers = ["type", "title", "status", "code", "detail"];

    /// <summary>What is wrong with it, and the code of the problem that it is.</summary>
    public static async Task<(IReadOnlyList<string> Wrong, string? Code)> CheckAsync(Draft draft, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var status = (int)answer.StatusCode;
        var type = answer.Content.Headers.ContentType?.MediaType;
        if (type == Events)
        {
            return (draft.Operation.FindAnswer(status)?.GetValueOrDefault(Events) is { } events ? await CheckEventAsync(draft.Operation, answer, events, cancellationToken) : [$"answers {Events}"], null);
        }

        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        var body = type is Operation.Json or Problem && draft.Method != HttpMethod.Head ? JsonElement.Parse(text) : (JsonElement?)null;
        var code = type == Problem ? body?.GetProperty("code").GetString() : null;
        var wrong = status >= 500 ? [$"answers {status} {code}"] : draft.Strays ? [] : Compare(draft.Operation, status, type, body, text).ToArray();
        return (wrong, code);
    }

    private static IEnumerable<string> Compare(Operation operation, int status, string? type, JsonElement? body, string text)
    {
        if (operation.FindAnswer(status) is not { } declared)
        {
            return [$"answers {status}, which it does not declare"];
        }

        if (declared.Count == 0)
        {
            return type is null && text.Length == 0 ? [] : [$"answers {status} with {type}, and declares no body"];
        }

        if (type is null || !declared.TryGetValue(type, out var schema))
        {
            return [$"answers {status} with {type ?? "no body"}, and declares {string.Join(", ", declared.Keys)}"];
        }

        return body is not { } json ? [] :
        [
            .. operation.Check(json, schema).Select(wrong => $"answers {status} where {wrong}"),
            .. type == Problem ? CheckProblem(json, status) : [],
        ];
    }

    // The document leaves it open whether what is the same for all of them is there: the contract does not.
    private static IEnumerable<string> CheckProblem(JsonElement problem, int status) =>
    [
        .. ProblemMembers.Where(member => !problem.TryGetProperty(member, out _)).Select(member => $"answers {status} without {member}"),
        .. problem.GetProperty("status").GetInt32() == status ? (string[])[] : [$"answers {status} and says another status"],
    ];

    private static async Task<string[]> CheckEventAsync(Operation operation, HttpResponseMessage answer, JsonElement schema, CancellationToken cancellationToken)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(cancellationToken))
        {
            return [.. operation.CheckMember("data", JsonElement.Parse(item.Data), schema).Select(static wrong => $"sends an event where {wrong}")];
        }

        return ["sends no event"];
    }
}
