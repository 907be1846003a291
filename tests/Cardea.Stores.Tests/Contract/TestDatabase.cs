namespace Cardea.Stores.Tests.Contract;

/// <summary>An empty database, made for one test and gone after it.</summary>
public abstract class TestDatabase : IAsyncDisposable
{
    /// <summary>What opens a store on it.</summary>
    public abstract string ConnectionString { get; }

    /// <summary>Makes it, without tables; or skips the test when there is no server to make it on.</summary>
    public abstract Task CreateAsync();

    /// <summary>Keeps a copy of all that is stored now. Nobody else is at work meanwhile.</summary>
    public abstract Task SaveAsync();

    /// <summary>Puts the copy back, under the nodes that are open: commits since are lost, as after a failover.</summary>
    public abstract Task FallBackAsync();

    public abstract ValueTask DisposeAsync();
}
