using Cardea.Tests.ModelChecking;

namespace Cardea.Tests.Revocation.Model;

/// <summary>
/// The feed under all operations. Notifications need no step of their own: a notification only makes a read happen sooner,
/// and here a read happens at any time or never.
/// </summary>
internal sealed partial class FeedModel(FeedRules rules, Budget budget, int nodes, bool api) : IModel<FeedState>
{
    private readonly Reader _reader = new(rules);

    public FeedState Start => new(
        Database.Fresh,
        new Few<Node>(nodes, default, default, default),
        api ? default(ResourceApi) : null,
        budget,
        NextLogout: 1);

    public void AddSteps(FeedState state, Steps<FeedState> steps)
    {
        AddLogouts(state, steps);
        AddCrashes(state, steps);
        AddCopies(state, steps);
        AddTime(state, steps);
        for (var number = 0; number < nodes; number++)
        {
            AddNode(state, number, steps);
        }
    }

    /// <summary>(1) and (2): after a read, the node knows what the table has, and the table has what the node knows.</summary>
    private static string? BrokenBy(Reading reading, int number)
    {
        if (reading.MustKnow is not { } mustKnow)
        {
            return null;
        }

        var missing = mustKnow.Except(reading.Node.Known);
        var forgotten = reading.Node.Known.Except(reading.Database.Committed);
        return !missing.IsEmpty ? $"(1) Node {number} misses logout {missing} for ever"
            : !forgotten.IsEmpty ? $"(2) The table lacks logout {forgotten}, which node {number} knows"
            : null;
    }

    private void AddNode(FeedState state, int number, Steps<FeedState> steps)
    {
        var node = state.Nodes[number];
        if (state.Left.Restarts > 0)
        {
            var restarted = state with { Nodes = state.Nodes.With(number, default), Left = state.Left with { Restarts = state.Left.Restarts - 1 } };
            steps.Add(restarted, $"node {number} restarts, and has forgotten everything");
        }

        var reading = _reader.Read(state.Database, node);
        var read = state with { Database = reading.Database, Nodes = state.Nodes.With(number, reading.Node) };
        var page = reading.MustKnow is null ? "the first page" : node.FullRead is null ? "what is new" : "the last page";
        steps.Add(read, $"node {number} reads {page}", BrokenBy(reading, number));

        if (state.Api is { } api && node is { Cursor: { } cursor, FullRead: null })
        {
            // (3): the API knows what the node knows.
            var connected = api.Connect(node, cursor, rules, state.Database.Clock);
            var missing = node.Known.Except(connected.Known);
            var broken = missing.IsEmpty ? null : $"(3) The API misses logout {missing} for ever";
            var how = api.EventId is { } id ? $"resumes after xid {id.Snapshot.Xmax}" : "begins anew";
            steps.Add(state with { Api = connected }, $"the API connects to node {number} and {how}", broken);
        }
    }
}
