namespace Cardea;

/// <summary>
/// The store can't answer: it is away, busy, full or damaged. The same request may be sent again. Nothing was changed, unless
/// <see cref="Unconfirmed"/> is set.
/// </summary>
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
    /// The result of a step that the store has committed, but that no synchronous standby has confirmed. A failover may still
    /// undo it. The caller gets 503, but this process knows the result. <see langword="null"/> if nothing was changed.
    /// </summary>
    public object? Unconfirmed { get; init; }
}
