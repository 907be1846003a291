namespace Cardea.Client.Tests.Running;

/// <summary>A store whose faults the test switches on.</summary>
internal sealed class FaultyStore : ITokenStore
{
    private readonly InMemoryTokenStore _inner = new();

    public bool FailsToRead { get; set; }

    public bool FailsToWrite { get; set; }

    /// <summary>Called before something is stored.</summary>
    public Func<Task>? BeforeWrite { get; set; }

    public ValueTask<StoredTokens?> ReadAsync(CancellationToken cancellationToken) =>
        FailsToRead ? throw new InvalidOperationException("cdr_secret can't be decrypted") : _inner.ReadAsync(cancellationToken);

    public async ValueTask<bool> ReplaceAsync(StoredTokens? expected, StoredTokens? tokens, CancellationToken cancellationToken)
    {
        if (FailsToWrite)
        {
            throw new IOException("cdr_secret: the disk is full");
        }

        if (BeforeWrite is { } before)
        {
            await before();
        }

        return await _inner.ReplaceAsync(expected, tokens, cancellationToken);
    }
}
