namespace Cardea;

/// <summary>Cardea cannot start as it is set up. Each finding is one line that names what is wrong and the fix.</summary>
public sealed class SetupException : Exception
{
    /// <inheritdoc/>
    public SetupException()
        : this("Cardea cannot start as it is set up.")
    {
    }

    /// <inheritdoc/>
    public SetupException(string message)
        : base(message) => Findings = [message];

    /// <inheritdoc/>
    public SetupException(string message, Exception innerException)
        : base(message, innerException) => Findings = [message];

    /// <summary>Makes one of several findings.</summary>
    /// <param name="findings">What is wrong, a line each.</param>
    public SetupException(IReadOnlyList<string> findings)
        : base(string.Join('\n', findings)) => Findings = findings;

    /// <summary>What is wrong, a line each.</summary>
    public IReadOnlyList<string> Findings { get; }

    /// <summary>
    /// The findings alone: whoever reads them in a log has something to correct in the settings, not in the code. Where it was
    /// thrown is in <see cref="Exception.StackTrace"/>.
    /// </summary>
    public override string ToString() => Message;
}
