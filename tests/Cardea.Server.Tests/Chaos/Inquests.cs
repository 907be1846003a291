using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Chaos;

/// <summary>
/// Looks after what must be refused. The node that answered is asked at once; when the others must have heard, all of them
/// and the API are asked until each has said yes or no; and some time later once more.
/// </summary>
internal sealed class Inquests(ChaosRun run, Asker asker, CancellationToken leaving)
{
    private static readonly TimeSpan SecondLook = TimeSpan.FromSeconds(20);

    // Longer than a node or the API may take to come back.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly int[] Acceptors = [Entry.Api, .. Enumerable.Range(0, ChaosNodes.Count)];

    private readonly Lock _gate = new();
    private readonly HashSet<string> _known = [];
    private readonly List<Task> _running = [];

    /// <summary>A node has answered that a session has ended.</summary>
    public Task EndedAsync(Guid session, int node) =>
        asker.Sessions.TryGetValue(session, out var tokens) ? BeginAsync(tokens.SessionId, () => asker.Sessions[session].Access, node) : Task.CompletedTask;

    /// <summary>A node has answered that an access token was recalled.</summary>
    public Task RecalledAsync(Tokens tokens, int node) => BeginAsync(tokens.Access, () => tokens.Access, node);

    /// <summary>Waits until all have been asked.</summary>
    public Task FinishAsync()
    {
        lock (_gate)
        {
            return Task.WhenAll(_running);
        }
    }

    private async Task BeginAsync(string what, Func<string> access, int node)
    {
        var answered = run.Now;
        await asker.AskAsync(Question.Verifying(access(), node), node);
        lock (_gate)
        {
            if (_known.Add(what))
            {
                _running.Add(AskAllAsync(access, answered));
            }
        }
    }

    private async Task AskAllAsync(Func<string> access, TimeSpan answered)
    {
        // Who has not heard while the database is down must have heard by the bound.
        await Task.Delay(Later(answered + run.Hearing.Calm + Hearing.Little));
        var accepting = await Task.WhenAll(Acceptors.Select(async acceptor => (Acceptor: acceptor, IsOne: await AcceptsAsync(access(), acceptor))));
        await Task.Delay(Later(answered + Hearing.Bound + Hearing.Little));
        await Task.WhenAll(accepting.Where(static asked => asked.IsOne).Select(asked => AcceptsAsync(access(), asked.Acceptor)));
        await Task.Delay(SecondLook, leaving).ContinueWith(static _ => { }, TaskScheduler.Default);
        if (!leaving.IsCancellationRequested)
        {
            await Task.WhenAll(Acceptors.Select(acceptor => asker.AskAsync(Question.Verifying(access(), acceptor), acceptor)));
        }
    }

    // Asks until there is an answer.
    private async Task<bool> AcceptsAsync(string access, int acceptor)
    {
        var begun = run.Now;
        Reply reply;
        while ((reply = await asker.AskAsync(Question.Verifying(access, acceptor), acceptor)).IsOpen && run.Now - begun < Patience)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }

        return reply.Status is 200 or 204;
    }

    private TimeSpan Later(TimeSpan moment) => moment > run.Now ? moment - run.Now : TimeSpan.Zero;
}
