namespace Cardea;

/// <summary>The store can't say: it is away, busy, full or damaged. Nothing was changed, but for what <see cref="Unconfirmed"/> says; the same request may be sent again.</summary>
public sealed class StoreUnavailableException : Exception
{
    /// <inheritdoc/>
    public StoreUnavailableException()
        : base("The store is unavailable.")
    {
    }

    /// <inheritdoc/>
    public StoreUnavailableException(string message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public StoreUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// What a step came to that the store has committed, and no synchronous standby has confirmed: a fail-over may still undo it.
    /// <see langword="null"/> when nothing was changed. Whoever asked is told 503; this process knows what was committed.
    /// </summary>
    public object? Unconfirmed { get; init; }
}
