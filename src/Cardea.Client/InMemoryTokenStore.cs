namespace Cardea.Client;

/// <summary>Keeps the tokens of one user in memory. They are gone when the process ends. Safe for concurrent use.</summary>
public sealed class InMemoryTokenStore : ITokenStore
{
    private readonly Lock _lock = new();
    private StoredTokens? _tokens;

    /// <inheritdoc/>
    public ValueTask<StoredTokens?> ReadAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(_tokens);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> ReplaceAsync(StoredTokens? expected, StoredTokens? tokens, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_tokens != expected)
            {
                return ValueTask.FromResult(false);
            }

            _tokens = tokens;
            return ValueTask.FromResult(true);
        }
    }
}
