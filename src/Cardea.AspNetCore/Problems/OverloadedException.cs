namespace Cardea.AspNetCore.Problems;

/// <summary>More passwords wait for their hash than can be hashed soon. Nothing was changed; the same request may be sent again.</summary>
internal sealed class OverloadedException : TimeoutException
{
    /// <inheritdoc/>
    public OverloadedException()
        : base("Too many passwords wait for their hash.")
    {
    }

    /// <inheritdoc/>
    public OverloadedException(string message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public OverloadedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
