namespace Cardea;

/// <summary>The store can't say: it is away, busy, full or damaged. Nothing was changed; the same request may be sent again.</summary>
public class StoreUnavailableException : Exception
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
}
