namespace Cardea.Server.Tests.Running;

/// <summary>Tests that start servers of their own, on an empty store, and stop them at the end.</summary>
public abstract class NodeStoreTests<TStore> : StoreTests<TStore>
    where TStore : TestStore, new()
{
    private readonly List<CardeaProcess> _nodes = [];

    public override async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    internal async Task<CardeaProcess> StartNodeAsync(params (string Name, string Value)[] settings)
    {
        var node = await Store.StartAsync(settings);
        _nodes.Add(node);
        return node;
    }
}
