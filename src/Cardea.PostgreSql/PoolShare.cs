namespace Cardea.PostgreSql;

/// <summary>
/// The part of the pool that one kind of request may use, so that none takes the connections of the others. Whoever comes
/// when it is used up waits his turn, as long as his request may take in all.
/// </summary>
internal sealed class PoolShare(int connections) : IDisposable
{
    private readonly SemaphoreSlim _free = new(connections);

    public async ValueTask<Turn> EnterAsync(CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        return new(_free);
    }

    public void Dispose() => _free.Dispose();

    /// <summary>The right to one connection, until it is disposed of.</summary>
    internal readonly struct Turn(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
