namespace Cardea.Mail;

/// <summary>How a connection to a mail server is encrypted.</summary>
public enum SmtpSecurity
{
    /// <summary>Encrypted from the first command on (RFC 3207). A server that does not offer STARTTLS gets no mail.</summary>
    StartTls,

    /// <summary>Encrypted from the first byte on (RFC 8314), usually on port 465.</summary>
    Tls,

    /// <summary>Not encrypted, for a server on this machine or in a private network.</summary>
    None,
}
