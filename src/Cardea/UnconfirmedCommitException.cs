namespace Cardea;

/// <summary>
/// The store has committed a step, but no synchronous standby has confirmed it: a fail-over may still undo it. Whoever asked
/// is told 503, and this process knows what was committed.
/// </summary>
public sealed class UnconfirmedCommitException : StoreUnavailableException
{
    /// <inheritdoc/>
    public UnconfirmedCommitException()
    {
    }

    /// <inheritdoc/>
    public UnconfirmedCommitException(string message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public UnconfirmedCommitException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>A step that was committed, and what it came to.</summary>
    /// <param name="message">What is the matter, without a secret.</param>
    /// <param name="result">What the step came to.</param>
    public UnconfirmedCommitException(string message, object? result)
        : base(message) => Result = result;

    /// <summary>What the step came to.</summary>
    public object? Result { get; }
}
