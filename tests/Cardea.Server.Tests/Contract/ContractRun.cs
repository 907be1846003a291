using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Contract;

/// <summary>Asks a server for operations, one request after the other, and compares.</summary>
internal sealed class ContractRun(HttpClient http, CardeaProcess server, string administrator)
{
    /// <summary>Problems after which a caller is of no more use.</summary>
    private static readonly string[] Spent = ["invalid_token", "session_ended", "refresh_token_reused", "too_many_attempts"];

    public Findings Findings { get; } = new();

    public async Task AskAsync(Operation operation)
    {
        var caller = await Caller.ForAsync(operation, server, administrator);
        foreach (var vary in Variations.Of(operation))
        {
            var good = caller.Draft(operation);
            var draft = vary(good);
            var code = await SendAsync(draft);
            if (Spent.Contains(code) && draft.Authorization == good.Authorization)
            {
                caller.Dispose();
                caller = await Caller.ForAsync(operation, server, administrator);
            }
        }

        if (operation.Method == HttpMethod.Get)
        {
            await CompareHeadAsync(caller.Draft(operation));
        }

        caller.Dispose();
        using var careful = await Caller.WithSecondFactorAsync(server);
        await SendAsync(careful.Draft(operation));
    }

    private async Task<string?> SendAsync(Draft draft)
    {
        using var request = draft.ToRequest(server.Address);
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var (wrong, code) = await AnswerCheck.CheckAsync(draft, answer);
        Findings.Note(draft, answer, wrong);
        return code;
    }

    private async Task CompareHeadAsync(Draft get)
    {
        var head = get with { Method = HttpMethod.Head };
        using var getRequest = get.ToRequest(server.Address);
        using var expected = await http.SendAsync(getRequest, HttpCompletionOption.ResponseHeadersRead);
        using var headRequest = head.ToRequest(server.Address);
        using var answer = await http.SendAsync(headRequest, HttpCompletionOption.ResponseHeadersRead);
        var same = answer.StatusCode == expected.StatusCode && Equals(answer.Content.Headers.ContentType, expected.Content.Headers.ContentType);
        Findings.Note(head, answer, same ? [] : [$"answers HEAD {(int)answer.StatusCode} {answer.Content.Headers.ContentType}, and GET {(int)expected.StatusCode} {expected.Content.Headers.ContentType}"]);
    }
}
