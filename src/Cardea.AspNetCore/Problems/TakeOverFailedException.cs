namespace Cardea.AspNetCore.Problems;

/// <summary>A hook of the app threw during a take-over. Nothing was taken over; the same request may be sent again.</summary>
internal sealed class TakeOverFailedException : InvalidOperationException
{
    /// <inheritdoc/>
    public TakeOverFailedException()
        : base("A hook threw, so the account was not taken over.")
    {
    }

    /// <inheritdoc/>
    public TakeOverFailedException(string message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public TakeOverFailedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
