namespace Cardea.AspNetCore.Mail;

/// <summary>A message was refused for good, such as by a server that knows no such address.</summary>
public sealed class MailRefusedException : Exception
{
    /// <inheritdoc/>
    public MailRefusedException()
        : base("The message was refused.")
    {
    }

    /// <inheritdoc/>
    public MailRefusedException(string message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public MailRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
