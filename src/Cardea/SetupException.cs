namespace Cardea;

/// <summary>Cardea cannot start with this setup. Each finding is one line that says what is wrong and how to fix it.</summary>
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

    /// <summary>Creates an exception with several findings.</summary>
    /// <param name="findings">What is wrong, one line each.</param>
    public SetupException(IReadOnlyList<string> findings)
        : base(string.Join('\n', findings)) => Findings = findings;

    /// <summary>What is wrong, one line each.</summary>
    public IReadOnlyList<string> Findings { get; }

    /// <summary>
    /// Returns the findings only. A reader of the log must correct the settings, not the code. The stack trace is in <see
    /// cref="Exception.StackTrace"/>.
    /// </summary>
    public override string ToString() => Message;
}
