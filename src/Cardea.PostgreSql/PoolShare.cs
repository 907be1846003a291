namespace Cardea.PostgreSql;

/// <summary>
/// The part of the pool that one kind of request may use. So no kind takes the connections of another. If all of a share are in
/// use, the next caller waits, for as long as its request may take.
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

    /// <summary>The right to use one connection, until it is disposed.</summary>
    internal readonly struct Turn(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
