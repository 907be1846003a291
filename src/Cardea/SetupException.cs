namespace Cardea;

/// <summary>Cardea cannot start as it is set up. The message is one line that names what is wrong and the fix.</summary>
public sealed class SetupException : Exception
{
    /// <inheritdoc/>
    public SetupException()
        : base("Cardea cannot start as it is set up.")
    {
    }

    /// <inheritdoc/>
    public SetupException(string message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public SetupException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
