using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Chaos;

/// <summary>Sends the requests of one user, and writes down what was sent and answered.</summary>
internal sealed class Asker(ChaosRun run, History history)
{
    private readonly ConcurrentDictionary<Guid, Tokens> _sessions = new();

    /// <summary>The latest tokens of each session, whether their client has heard of them or not.</summary>
    public IReadOnlyDictionary<Guid, Tokens> Sessions => _sessions;

    public async Task<Reply> AskAsync(Question question, int node)
    {
        var begun = run.Now;
        var reply = new Reply(Entry.NoAnswer);
        try
        {
            using var request = question.ToRequest();
            using var answer = await run.Nodes.ClientOf(node).SendAsync(request);
            reply = Read((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), question);
        }
        catch (HttpRequestException)
        {
            // Its node was killed: it may have done it or not.
        }

        Write(question, node, begun, reply);
        return reply;
    }

    private static Reply Read(int status, string text, Question question)
    {
        var content = text.Length > 0 && text[0] == '{' ? JsonNode.Parse(text) : null;
        return status is 200 or 201 && question.Deed is not (Deed.Verify or Deed.ChangeRoles)
            ? new(status, Code: null, (string?)content?["accessToken"], (string?)content?["refreshToken"], (string?)content?["sessionId"])
            : new(status, (string?)content?["code"]);
    }

    private void Write(Question question, int node, TimeSpan begun, Reply reply)
    {
        var pass = (question.Access ?? question.Token) is { } access && !access.StartsWith("cdr_", StringComparison.Ordinal) ? Pass.Of(access) : null;
        var shown = question.Refresh is null ? null : Held.Of(question.Refresh);
        var (given, givenPass) = (reply.Refresh is null ? null : Held.Of(reply.Refresh), reply.Access is null ? null : Pass.Of(reply.Access));
        var session = pass?.Session ?? shown?.Session ?? (question.Token is null ? givenPass?.Session : Held.Of(question.Token).Session) ?? default;
        if (reply.Access is not null)
        {
            _sessions.AddOrUpdate(
                session, _ => reply.Tokens, (_, before) => reply.Refresh is null ? before with { Access = reply.Access } : reply.Tokens);
        }

        var entry = new Entry(question.Deed, node, begun, run.Now, reply.Status, reply.Code)
        {
            Session = session,
            Target = question.Target,
            Shown = shown,
            Pass = pass,
            Given = given,
            GivenPass = givenPass,
            Password = question.Password,
            NewPassword = question.NewPassword,
            Roles = question.Roles,
        };
        history.Write(entry);
        run.Note(entry);
    }
}
