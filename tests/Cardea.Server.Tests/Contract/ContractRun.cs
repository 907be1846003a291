using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Contract;

/// <summary>Asks a server for operations, one request after the other, and compares.</summary>
internal sealed class ContractRun(HttpClient http, CardeaProcess server, AuthClient administrator)
{
    /// <summary>Problems after which a caller is of no more use.</summary>
    private static readonly string[] Spent = ["invalid_token", "session_ended", "refresh_token_reused", "too_many_attempts"];

    // A request that is never answered, as opposed to one that takes its time.
    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(30);

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

        caller.Dispose();
        if (operation.Method == HttpMethod.Get)
        {
            // Somebody who has used up no limit.
            using var other = await Caller.ForAsync(operation, server, administrator);
            await CompareHeadAsync(other.Draft(operation));
        }

        using var careful = await Caller.WithSecondFactorAsync(server);
        await SendAsync(careful.Draft(operation));
    }

    private async Task<string?> SendAsync(Draft draft)
    {
        using var patience = new CancellationTokenSource(Forever);
        using var request = draft.ToRequest(server.Address);
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            var (wrong, code) = await AnswerCheck.CheckAsync(draft, answer, patience.Token);
            Findings.Note(draft, answer.IsSuccessStatusCode, wrong);
            return code;
        }
        catch (Exception exception) when (exception is OperationCanceledException or HttpRequestException)
        {
            Findings.Note(draft, succeeded: false, [$"does not answer: {exception.Message}"]);
            return null;
        }
    }

    // HEAD is not in the document: it is answered as GET is, without the body (RFC 9110, section 9.3.2).
    private async Task CompareHeadAsync(Draft get)
    {
        var head = get with { Method = HttpMethod.Head };
        var (expected, actual) = (await AskForHeadersAsync(get), await AskForHeadersAsync(head));
        Findings.Note(head, succeeded: true, expected == actual ? [] : [$"answers {actual} to HEAD, and {expected} to GET"]);
    }

    private async Task<string> AskForHeadersAsync(Draft draft)
    {
        using var request = draft.ToRequest(server.Address);
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return $"{(int)answer.StatusCode} {answer.Content.Headers.ContentType}";
    }
}
